"""Check for 216_trip_costs. Run with the work folder as cwd, after the script has run.
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


people = [l.strip() for l in (FILES / "people.txt").read_text(encoding="utf-8").splitlines() if l.strip()]
bal = dict.fromkeys(people, 0)
for r in csv.DictReader(open(FILES / "costs.csv", encoding="utf-8")):
    who = people if r["shared_by"].strip() == "all" else [n.strip() for n in r["shared_by"].split(";")]
    cents = round(float(r["amount"]) * 100)
    bal[r["payer"]] += cents
    for i, n in enumerate(who):
        bal[n] -= cents // len(who) + (i < cents % len(who))
rows = table("balances.csv", ["name", "balance"])
need([r["name"] for r in rows] == people, f"the names in balances.csv are {[r['name'] for r in rows]}")
for r in rows:
    need(re.fullmatch(r"-?\d+\.\d\d", r["balance"]), f"the balance {r['balance']!r} has not two decimals")
    need(same(r["balance"], bal[r["name"]] / 100, 0.001), f"the balance of {r['name']} is {r['balance']}, not {bal[r['name']] / 100:.2f}")
want = []
while min(bal.values()) < 0:
    a, b = min(people, key=lambda n: bal[n]), max(people, key=lambda n: bal[n])
    x = min(-bal[a], bal[b])
    bal[a] += x
    bal[b] -= x
    want.append((a, b, f"{x / 100:.2f}"))
got = [(r["from"], r["to"], r["amount"]) for r in table("payments.csv", ["from", "to", "amount"])]
need(len(got) == len(want), f"there are {len(got)} payments, not {len(want)}")
for i, (g, w) in enumerate(zip(got, want), 1):
    need(g == w, f"payment {i} is {g}, not {w}")
