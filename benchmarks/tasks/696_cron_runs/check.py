"""Check for 696_cron_runs. Run with the work folder as cwd, after the script has run.
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


from datetime import date, datetime, timedelta
TOP = [range(60), range(24), range(1, 32), range(1, 13), range(7)]


def fits(field, value, every):
    for p in field.split(","):
        a, _, step = p.partition("/")
        lo, _, hi = a.partition("-")
        if a == "*":
            lo, hi = every[0], every[-1]
        lo, hi = int(lo), int(hi or lo)
        if lo <= value <= hi and (value - lo) % int(step or 1) == 0:
            return True
    return False


jobs = [l.split(None, 5) for l in lines((FILES / "crontab.txt").read_text()) if l[0] != "#"]
want = []
for k, (mi, ho, da, mo, we, command) in enumerate(jobs):
    for d in range(7):
        day = date(2024, 2, 26) + timedelta(days=d)
        on = [fits(da, day.day, TOP[2]), fits(we, (day.weekday() + 1) % 7, TOP[4])]
        if not fits(mo, day.month, TOP[3]) or not (any(on) if da != "*" and we != "*" else all(on)):
            continue
        want += [(f"{day} {h:02}:{m:02}", k, command) for h in TOP[1] for m in TOP[0] if fits(ho, h, TOP[1]) and fits(mi, m, TOP[0])]
want = [(t, c) for t, _, c in sorted(want)]
rows = [(r["time"][:16].replace("T", " "), r["command"]) for r in table("runs.csv", ["time", "command"])]
for w in want:
    need(w in rows, f"the run of {w[1]} at {w[0]} is missing")
for r in rows:
    need(r in want, f"runs.csv has a run of {r[1]} at {r[0]}, which is wrong")
need(rows == want, "the rows of runs.csv are not in order, or one comes twice")
out = lines(stdout())
at = -1
for j in jobs:
    line = f"{j[5]}: {sum(c == j[5] for _, c in want)}"
    need(line in out, f"the line '{line}' is not printed")
    need(out.index(line) > at, "the printed jobs are not in the order of the file")
    at = out.index(line)
