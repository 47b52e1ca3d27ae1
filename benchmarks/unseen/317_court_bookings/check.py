"""Check for 317_court_bookings. Run with the work folder as cwd, after the script has run.
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


mins = lambda t: int(t.split(":")[0]) * 60 + int(t.split(":")[1])
show = lambda m: f"{m // 60:02d}:{m % 60:02d}"
ok, refused = {}, []
for r in sorted(csv.DictReader(open(FILES / "bookings.csv")), key=lambda r: r["asked"]):
    if r["action"] == "cancel":
        ok.pop(r["id"], None)
        continue
    a, b = mins(r["from"]), mins(r["to"])
    day = [x for x in ok.values() if x[0] == r["day"]]
    why = ("times" if b <= a else "closed" if a < 480 or b > 1320 else "taken" if any(x[1] == r["court"] and x[2] < b and a < x[3] for x in day)
           else "limit" if len([x for x in day if x[4] == r["name"]]) > 1 else None)
    if why:
        refused.append((r["id"], why))
    else:
        ok[r["id"]] = (r["day"], r["court"], a, b, r["name"])
plan = [(d, c, show(a), show(b), n) for d, c, a, b, n in sorted(ok.values())]
for name, columns, want in (("refused.csv", ["id", "reason"], refused), ("plan.csv", ["day", "court", "from", "to", "name"], plan)):
    got = [tuple(r[c] for c in columns) for r in table(name, columns)]
    for i, (g, w) in enumerate(zip(got, want), 1):
        need(g == w, f"row {i} of {name} is {g}, not {w}")
    need(len(got) == len(want), f"{name} has {len(got)} rows, not {len(want)}")
total = {}
for d, c, a, b, n in ok.values():
    total[c] = total.get(c, 0) + b - a
best = max(total, key=total.get)
need(list(total.values()).count(total[best]) == 1, "the task is broken")
got = set(re.findall(r"(?<![\w'])[ABC](?![\w'])", re.sub(r"\bA (?=[a-z])", "", stdout())))
need(got == {best}, f"the courts in the output are {sorted(got)}, not [{best!r}]")
