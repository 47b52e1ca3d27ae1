"""Check for 116_flight_times. Run with the work folder as cwd, after the script has run.
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


from datetime import datetime, timezone
from zoneinfo import ZoneInfo
want = []
for r in csv.DictReader(open(FILES / "flights.csv")):
    a, b = (datetime.strptime(r[t], "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(r[z])).astimezone(timezone.utc) for t, z in (("departure", "from_zone"), ("arrival", "to_zone")))
    want.append((r["flight"], a.strftime("%Y-%m-%d %H:%M"), int((b - a).total_seconds() // 60)))
rows = table("durations.csv", ["flight", "departure_utc", "duration"])
need([r["flight"] for r in rows] == [w[0] for w in want], f"the flights are {[r['flight'] for r in rows]}, not {[w[0] for w in want]}")
for r, (f, d, m) in zip(rows, want):
    need(r["departure_utc"] == d, f"departure_utc of {f} is {r['departure_utc']!r}, not {d!r}")
    t = re.fullmatch(r"(\d{1,2}):(\d\d)", r["duration"])
    need(t and int(t[1]) * 60 + int(t[2]) == m, f"the duration of {f} is {r['duration']!r}, not {m // 60}:{m % 60:02}")
best = max(want, key=lambda w: w[2])[0]
out = stdout()
need(best in out, f"the longest flight ({best}) is not printed")
need(not [w[0] for w in want if w[0] != best and w[0] in out], "it prints other flights too")
