"""Check for 217_free_slots. Run with the work folder as cwd, after the script has run.
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
busy = set()
for r in csv.DictReader(open(FILES / "busy.csv")):
    t, e = (datetime.strptime(r[k], "%Y-%m-%d %H:%M") for k in ("start", "end"))
    while t < e:
        busy.add(t)
        t += timedelta(minutes=1)
want = []
for day in range(5, 11):
    d, run = datetime(2024, 9, day), None
    if d.weekday() > 4:
        continue
    for m in range(9 * 60, 17 * 60 + 1):
        t = d + timedelta(minutes=m)
        if m == 17 * 60 or 12 * 60 <= m < 13 * 60 or t in busy:
            if run is not None and m - run >= 45:
                want.append((f"{d:%Y-%m-%d}", f"{run // 60:02}:{run % 60:02}", f"{m // 60:02}:{m % 60:02}", str(m - run)))
            run = None
        elif run is None:
            run = m
got = [(r["date"], r["start"][:5].zfill(5), r["end"][:5].zfill(5), r["minutes"].removesuffix(".0")) for r in table("slots.csv", ["date", "start", "end", "minutes"])]
for g, w in zip(got, want):
    need(g == w, f"a row is {g}, not {w}")
need(len(got) == len(want), f"there are {len(got)} rows, not {len(want)}")
need(has(stdout(), sum(int(w[3]) for w in want), 0), f"the sum of the minutes ({sum(int(w[3]) for w in want)}) is not printed")
