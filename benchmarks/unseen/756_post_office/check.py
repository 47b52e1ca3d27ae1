"""Check for 756_post_office. Run with the work folder as cwd, after the script has run.
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


people = [(int(r["arrival"]), i, r["name"], int(r["duration"]), int(r["patience"])) for i, r in enumerate(csv.DictReader(open(FILES / "customers.csv")))]
people.sort()
coming, queue, busy, log, waits, minute = people[:], [], {"A": 0, "B": 0}, {}, [], 0
while coming or queue:
    while coming and coming[0][0] == minute:
        queue.append(coming.pop(0))
    for c in "AB":
        if queue and busy[c] <= minute and not (c == "B" and 40 <= minute < 55):
            a, _, n, d, _ = queue.pop(0)
            busy[c] = minute + d
            waits.append(minute - a)
            log[n] = (c, str(minute), str(minute + d))
    for q in [q for q in queue if minute - q[0] >= q[4]]:
        queue.remove(q)
        log[q[2]] = ("", "", str(minute))
    minute += 1
want = [(p[2], *log[p[2]]) for p in people]
rows = [tuple(re.sub(r"^(\d+)\.0$", r"\1", v) for v in (r["name"], r["counter"], r["start"], r["end"])) for r in table("visits.csv", ["name", "counter", "start", "end"])]
need(len(rows) == len(want), f"{len(rows)} rows, not {len(want)}")
for i, (g, w) in enumerate(zip(rows, want), 1):
    need(g == w, f"row {i} is {g}, not {w}")
out = lines(stdout())
gone, mean, end = sum(not w[1] for w in want), sum(waits) / len(waits), max(int(w[3]) for w in want if w[1])
need(len(out) == 3, f"{len(out)} lines are printed, not 3")
need(nums(out[0])[-1:] == [gone], f"the first line is {out[0]!r}, not {gone}")
need(has(out[1], mean, 0.0051) and re.search(r"\.\d{1,2}(?!\d)", out[1]), f"the second line is {out[1]!r}, not {mean:.2f}")
need(nums(out[2])[-1:] == [end], f"the third line is {out[2]!r}, not {end}")
