"""Check for 117_job_log. Run with the work folder as cwd, after the script has run.
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


from collections import Counter
from datetime import datetime
pattern = re.compile(r'(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) \[(\S+)\] (START|DONE|FAIL) job=(\S+)(?: reason="(.*)")?\s*$')
jobs, reasons, busy, running = {}, Counter(), Counter(), {}
for line in (FILES / "jobs.log").read_text().splitlines():
    m = pattern.match(line)
    if not m:
        continue
    t, worker, what, job, reason = m.groups()
    t = datetime.fromisoformat(t)
    j = jobs.setdefault(job, {"attempts": 0, "status": "", "seconds": 0})
    if what == "START":
        j["attempts"] += 1
        j["status"] = "running"
        running[job] = t
        continue
    s = int((t - running.pop(job)).total_seconds())
    j["seconds"] += s
    busy[worker] += s
    j["status"] = "done" if what == "DONE" else "failed"
    if what == "FAIL":
        reasons[reason] += 1
got = json.loads(text("jobs.json"))
need(isinstance(got, dict) and set(got) == set(jobs), f"the jobs are {sorted(got)}, not {sorted(jobs)}")
for k, w in jobs.items():
    for f, v in w.items():
        need(isinstance(got[k], dict) and got[k].get(f) == v, f"{f} of {k} is {got[k].get(f)!r}, not {v!r}")
want = sorted(reasons.items(), key=lambda r: (-r[1], r[0]))
rows = [(r["reason"], r["count"]) for r in table("failures.csv", ["reason", "count"])]
need(rows == [(r, str(n)) for r, n in want], f"failures.csv holds {rows}, not {want}")
best = max(busy, key=busy.get)
out = stdout()
need(best in out, f"the worker {best} is not printed")
need(not [w for w in busy if w != best and w in out], "it prints other workers too")
