"""Check for 1020_habit_streaks. Run with the work folder as cwd, after the script has run.
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
    why = " ".join(f"{kind.__name__}: {exc}".split())[:250]
    print("the output could not be read: " + why, flush=True)
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
    found = re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", s)
    return [float(x) for x in found]


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


import sqlite3
from datetime import date, timedelta
db = sqlite3.connect((FILES / "habits.db").as_uri() + "?mode=ro&immutable=1", uri=True)
total = {}
for p, d, n in db.execute("SELECT person_id, substr(done_at, 1, 10), sum(minutes) FROM checkins "
                          "GROUP BY 1, 2"):
    if n >= 20:
        total.setdefault(p, set()).add(date.fromisoformat(d))
want = []
for p, name in db.execute("SELECT id, name FROM people"):
    good, run, best = total.get(p, set()), {}, (0, None)
    for d in sorted(good):
        run[d] = run.get(d - timedelta(days=1), 0) + 1
        if run[d] >= best[0]:
            best = (run[d], d)
    n, end = best
    start = str(end - timedelta(days=n - 1)) if n else ""
    want.append((name, len(good), n, start, str(end or ""), run.get(date(2025, 3, 31), 0)))
want.sort(key=lambda w: (-w[2], w[0]))
keys = ["name", "days", "longest", "start", "end", "current"]
rows = table("streaks.csv", keys)
names = [r["name"] for r in rows]
need(sorted(names) == sorted(w[0] for w in want),
     f"the people are {names}, not {[w[0] for w in want]}")
for w in want:
    r = rows[names.index(w[0])]
    for k, v in zip(keys[1:], w[1:]):
        ok = r[k] == v if isinstance(v, str) else r[k] != "" and same(r[k], v, 0)
        need(ok, f"{k} of {w[0]} is {r[k]!r}, not {v!r}")
need(names == [w[0] for w in want], f"the order is {names}, not {[w[0] for w in want]}")
now = sqlite3.connect(Path("habits.db").resolve().as_uri() + "?mode=ro", uri=True)
need(list(now.iterdump()) == list(db.iterdump()), "the database was changed")
