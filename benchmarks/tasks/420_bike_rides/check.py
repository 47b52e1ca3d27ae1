"""Check for 420_bike_rides. Run with the work folder as cwd, after the script has run.
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


import sqlite3
from collections import Counter
db = sqlite3.connect(FILES / "bikes.db")
bikes = db.execute("select id, name, station from bikes").fetchall()
rides = db.execute("select bike_id, minutes from rides").fetchall()
db.close()
want = {n: (s, sum(b == i for b, _ in rides), sum(m for b, m in rides if b == i)) for i, n, s in bikes}
order = sorted(want, key=lambda n: -want[n][2])
rows = table("usage.csv", ["name", "station", "rides", "minutes"])
need([r["name"] for r in rows] == order, f"the bikes are {[r['name'] for r in rows]}, not {order}")
for r in rows:
    s, n, m = want[r["name"]]
    need(r["station"] == s, f"the station of {r['name']} is {r['station']!r}, not {s}")
    need(r["rides"] and same(r["rides"], n, 0), f"{r['name']} has {r['rides']!r} rides, not {n}")
    need(r["minutes"] and same(r["minutes"], m, 0), f"{r['name']} has {r['minutes']!r} minutes, not {m}")
c = Counter()
for s, n, m in want.values():
    c[s] += n
best = c.most_common(1)[0][0]
out = stdout()
need(re.search(rf"\b{best}\b", out), f"the station with the most rides ({best}) is not printed")
others = [s for s in c if s != best and re.search(rf"\b{s}\b", out)]
need(not others, f"it prints other stations too, such as {others[:1]}")
