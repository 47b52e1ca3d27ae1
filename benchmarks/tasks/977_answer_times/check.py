"""Check for 720_answer_times. Run with the work folder as cwd, after the script has run.
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


from datetime import datetime, timedelta
free = {l[:10] for l in lines((FILES / "holidays.txt").read_text(encoding="utf-8"))}
want = []
for r in csv.DictReader(open(FILES / "tickets.csv", newline="")):
    t = datetime.fromisoformat(r["opened"])
    end = datetime.fromisoformat(r["answered"] or "2024-05-17 12:00")
    n = 0
    while t < end:  # minute by minute
        n += 9 <= t.hour < 17 and t.weekday() < 5 and str(t.date()) not in free
        t += timedelta(minutes=1)
    want.append((r["id"], n, "open" if not r["answered"] else "late" if n > 240 else "ok"))
want.sort(key=lambda w: (-w[1], w[0]))
got = {}
rows = table("times.csv", ["id", "minutes", "status"])
for r in rows:
    got[r["id"]] = r
need(len(rows) == len(want), f"times.csv has {len(rows)} rows, not {len(want)}")
for i, n, status in want:
    need(i in got, f"the ticket {i} is not in times.csv")
    need(same(got[i]["minutes"], n, 0.001), f"{i} has {got[i]['minutes']} minutes, not {n}")
    need(got[i]["status"] == status, f"{i} has the status {got[i]['status']!r}, not {status!r}")
need([r["id"] for r in rows] == [w[0] for w in want], "the rows are not sorted by minutes and then by id")
done = [n for _, n, status in want if status != "open"]
mean = sum(done) / len(done)
need(has(stdout(), round(mean, 1), 0.001), f"the average {mean:.1f} is not printed")
need(len(nums(stdout())) <= 3, "it prints more numbers than the average")
