"""Check for 120_fifo_trades. Run with the work folder as cwd, after the script has run.
Exits 0 only if the outcome is right; otherwise prints one line saying why not, and exits 1."""
import csv, json, os, re, sys
from pathlib import Path

FILES = Path(__file__).resolve().parent / "files"  # the inputs as they were before the run


def bad(why):
    print(" ".join(str(why).split())[:300], flush=True)
    sys.exit(1)


def need(ok, why):
    if not ok:
        bad(why)


def _unreadable(kind, exc, tb):
    print("the output could not be read: " + " ".join(f"{kind.__name__}: {exc}".split())[:250], flush=True)
    os._exit(1)


sys.excepthook = _unreadable


def stdout():
    return Path(os.environ["CODE_IT_STDOUT"]).read_text(encoding="utf-8", errors="replace")


def source():
    return Path(os.environ["CODE_IT_SOURCE"]).read_text(encoding="utf-8", errors="replace")


def text(name):
    need(Path(name).is_file(), f"{name} was not made")
    return Path(name).read_bytes().decode("utf-8-sig", "replace")


def lines(s):
    return [x.strip() for x in s.splitlines() if x.strip()]


def nums(s):
    s = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", s.replace("\u2212", "-"))
    return [float(x) for x in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", s)]


def has(s, x, tol=0.006):
    return any(abs(n - x) <= tol for n in nums(s))


def table(name, columns):
    """The rows of a CSV file as dicts; its header must be these columns."""
    got = [r for r in csv.reader(text(name).splitlines()) if any(c.strip() for c in r)]
    need(got, f"{name} is empty")
    head = [c.strip().lower() for c in got[0]]
    need(head == columns, f"{name} has the header {head}, not {columns}")
    need(all(len(r) == len(head) for r in got), f"{name} has a row with the wrong number of fields")
    return [dict(zip(head, (c.strip() for c in r))) for r in got[1:]]


def same(a, b, tol=0.006):
    return abs(float(str(a).replace(",", "")) - float(b)) <= tol


from decimal import Decimal
trades = sorted(csv.DictReader(open(FILES / "trades.csv")), key=lambda r: r["date"])
lots, profit, refused = {}, {}, []
for t in trades:
    q, p = int(t["quantity"]), Decimal(t["price"])
    mine = lots.setdefault(t["symbol"], [])
    profit.setdefault(t["symbol"], Decimal(0))
    if t["type"] == "buy":
        mine += [p] * q
    elif q > len(mine):
        refused.append((t["date"], t["symbol"], str(q)))
    else:
        profit[t["symbol"]] += q * p - sum(mine[:q])
        del mine[:q]
rows = table("profit.csv", ["symbol", "profit", "shares_left", "cost_left"])
need([r["symbol"] for r in rows] == sorted(lots), f"the symbols are {[r['symbol'] for r in rows]}, not {sorted(lots)}")
for r in rows:
    s = r["symbol"]
    need(r["profit"] and same(r["profit"], profit[s]), f"the profit of {s} is {r['profit']!r}, not {profit[s]}")
    need(r["shares_left"] and same(r["shares_left"], len(lots[s]), 0), f"shares_left of {s} is {r['shares_left']!r}, not {len(lots[s])}")
    need(r["cost_left"] and same(r["cost_left"], sum(lots[s])), f"cost_left of {s} is {r['cost_left']!r}, not {sum(lots[s])}")
    need(not re.search(r"\.\d{3}", r["profit"] + " " + r["cost_left"]), f"the numbers of {s} have more than two decimals")
got = [(r["date"], r["symbol"], r["quantity"]) for r in table("refused.csv", ["date", "symbol", "quantity"])]
need(got == refused, f"refused.csv holds {got}, not {refused}")
total = sum(profit.values())
need(has(stdout(), float(total)), f"the profit of all symbols ({total}) is not printed")
