"""Check for 318_flat_costs. Run with the work folder as cwd, after the script has run.
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
names = sorted(lines((FILES / "flatmates.txt").read_text()))
paid, share = dict.fromkeys(names, 0), dict.fromkeys(names, 0)
for r in csv.DictReader(open(FILES / "costs.csv")):
    c = int(Decimal(r["amount"]) * 100)
    who = sorted(r["for"].split("+")) if r["for"] else names
    paid[r["who"]] += c
    for i, n in enumerate(who):
        share[n] += c // len(who) + (i < c % len(who))
cents = lambda s: round(float(s.replace(",", "")) * 100)
form = lambda s: re.fullmatch(r"[-+]?[\d,]*\d\.\d\d", s)
got = table("balance.csv", ["name", "paid", "share", "balance"])
need([g["name"] for g in got] == names, f"the names in balance.csv are {[g['name'] for g in got]}, not {names}")
for g in got:
    n = g["name"]
    for k, w in (("paid", paid[n]), ("share", share[n]), ("balance", paid[n] - share[n])):
        need(form(g[k]), f"{k} of {n} is {g[k]!r}, not a number with two decimals")
        need(cents(g[k]) == w, f"{k} of {n} is {g[k]}, not {w / 100:.2f}")
left = {n: paid[n] - share[n] for n in names}
rows = table("payments.csv", ["from", "to", "amount"])
need(len(rows) < len(names), f"there are {len(rows)} payments for {len(names)} flatmates")
for r in rows:
    need(r["from"] in left and r["to"] in left and r["from"] != r["to"], f"a payment goes from {r['from']!r} to {r['to']!r}")
    need(form(r["amount"]), f"the amount {r['amount']!r} does not have two decimals")
    need(cents(r["amount"]) > 0, f"a payment has the amount {r['amount']}")
    left[r["from"]] += cents(r["amount"])
    left[r["to"]] -= cents(r["amount"])
need(not any(left.values()), f"after the payments, these cents are left: {left}")
