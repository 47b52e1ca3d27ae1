"""Check for 429_project_plan. Run with the work folder as cwd, after the script has run.
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


from datetime import date, timedelta
off = set(lines((FILES / "holidays.txt").read_text()))
works = lambda d: d.weekday() < 5 and str(d) not in off
tasks = {r["id"]: r for r in csv.DictReader(open(FILES / "tasks.csv"))}
done = {}
while True:
    ready = [i for i, t in tasks.items() if i not in done and all(a in done for a in t["after"].split())]
    if not ready:
        break
    for i in ready:
        d = max([date(2024, 4, 29)] + [done[a][1] + timedelta(days=1) for a in tasks[i]["after"].split()])
        while not works(d):
            d += timedelta(days=1)
        e, n = d, int(tasks[i]["days"]) - 1
        while n:
            e += timedelta(days=1)
            n -= works(e)
        done[i] = (d, e)
want = sorted((str(s), i, str(e)) for i, (s, e) in done.items())
rows = table("plan.csv", ["id", "name", "start", "end"])
need(sorted(r["id"] for r in rows) == sorted(done), f"the tasks are {[r['id'] for r in rows]}, not {[w[1] for w in want]}")
for r in rows:
    s, e = done[r["id"]]
    need(r["name"] == tasks[r["id"]]["name"], f"the name of {r['id']} is {r['name']!r}")
    need(r["start"][:10] == str(s), f"{r['id']} starts on {r['start']}, not {s}")
    need(r["end"][:10] == str(e), f"{r['id']} ends on {r['end']}, not {e}")
need([r["id"] for r in rows] == [w[1] for w in want], f"the order is {[r['id'] for r in rows]}, not {[w[1] for w in want]}")
left = sorted(set(tasks) - set(done))
got = lines(text("impossible.txt"))
need(got == left, f"impossible.txt holds {got}, not {left}")
last = str(max(e for s, e in done.values()))
out = stdout()
need(last in out, f"the last day {last} is not printed")
