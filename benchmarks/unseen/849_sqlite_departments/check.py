"""Check for 849_sqlite_departments. Run with the work folder as cwd, after the script has run.
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
old = sqlite3.connect("file:%s?mode=ro" % (FILES / "staff.db"), uri=True).execute("SELECT id, name, department, salary FROM employees ORDER BY id").fetchall()
names = sorted({r[2] for r in old if r[2]})
db = sqlite3.connect("file:staff.db?mode=ro", uri=True)
cols = lambda t: [r[1].lower() for r in db.execute(f"PRAGMA table_info({t})")]
need(sorted(cols("departments")) == ["id", "name"], f"the table departments has the columns {cols('departments')}, not id and name")
got = db.execute("SELECT id, name FROM departments ORDER BY id").fetchall()
need(got == list(enumerate(names, 1)), f"the departments are {got}, not {list(enumerate(names, 1))}")
need(sorted(cols("employees")) == ["department_id", "id", "name", "salary"], f"the table employees has the columns {cols('employees')}")
got = db.execute("SELECT id, name, department_id, salary FROM employees ORDER BY id").fetchall()
want = [(i, n, names.index(d) + 1 if d else None, s) for i, n, d, s in old]
for g, w in zip(got, want):
    need(g == w, f"the employee {w[1]} is {g}, not {w}")
need(len(got) == len(want), f"there are {len(got)} employees, not {len(want)}")
out, at = stdout().splitlines(), []
for d in names:
    s = [r[3] for r in old if r[2] == d]
    hit = [i for i, l in enumerate(out) if re.search(rf"\b{d}\b", l) and any(abs(x - sum(s) / len(s)) < 0.0051 for x in nums(l))]
    need(hit, f"no line has {d} and its average salary {sum(s) / len(s):.2f}")
    at.append(hit[-1])
need(at == sorted(set(at)), "the lines are not in alphabetical order")
