"""Check for 428_badge_log. Run with the work folder as cwd, after the script has run.
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


from datetime import datetime
names = {r["badge"]: r["name"] for r in csv.DictReader(open(FILES / "badges.csv"))}
inside, want = {}, []
for l in open(FILES / "door.log"):
    m = re.match(r"(\S+ \S+) INFO badge (\d+) (IN|OUT)$", l)
    if not m:
        continue
    t, b, what = m.groups()
    if what == "IN":
        inside[b] = t
    elif b in inside:
        came = inside.pop(b)
        sec = (datetime.fromisoformat(t) - datetime.fromisoformat(came)).total_seconds()
        want.append((came, t, names[b], int(sec // 60)))
want.sort()
rows = table("visits.csv", ["name", "came", "left", "minutes"])
need(len(rows) == len(want), f"{len(rows)} visits, not {len(want)}")
for i, (r, (came, left, name, n)) in enumerate(zip(rows, want), 1):
    need((r["name"], r["came"], r["left"]) == (name, came, left), f"visit {i} is {r['name']}, {r['came']}, {r['left']}, not {name}, {came}, {left}")
    need(same(r["minutes"], n, 0), f"visit {i} has {r['minutes']} minutes, not {n}")
got = json.loads(text("totals.json"))
need(isinstance(got, dict) and set(got) == set(names.values()), f"the names are {sorted(got)}, not {sorted(names.values())}")
for name in names.values():
    n = sum(w[3] for w in want if w[2] == name)
    need(got[name] == n, f"{name} has {got[name]!r} minutes, not {n}")
best = max(want, key=lambda w: datetime.fromisoformat(w[1]) - datetime.fromisoformat(w[0]))[2]
out = stdout()
need(best in out, f"the person with the longest visit ({best}) is not printed")
need(not any(n in out for n in names.values() if n != best), "it prints other names too")
