"""Check for 1002_merged_cells. Run with the work folder as cwd, after the script has run.
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


import openpyxl
ws = openpyxl.load_workbook(FILES / "plan.xlsx")["Plan"]
block = {}
for m in ws.merged_cells.ranges:
    for r in range(m.min_row, m.max_row + 1):
        block[r] = ws.cell(m.min_row, 1).value
want = [(block.get(r, ws.cell(r, 1).value), ws.cell(r, 2).value, ws.cell(r, 3).value)
        for r in range(4, ws.max_row)]
rows = table("people.csv", ["department", "name", "hours"])
need(len(rows) == len(want), f"people.csv has {len(rows)} people, not {len(want)}")
for i, (r, (d, n, h)) in enumerate(zip(rows, want), 1):
    need(r["name"] == n, f"the name in row {i} is {r['name']!r}, not {n!r}")
    need(r["department"] == d, f"the department of {n} is {r['department']!r}, not {d!r}")
    need(r["hours"] and same(r["hours"], h), f"the hours of {n} are {r['hours']!r}, not {h}")
total = {}
for d, n, h in want:
    total[d] = total.get(d, 0) + h
best = max(total, key=total.get)
out = stdout()
need(best in out, f"the department with the most hours ({best}) is not printed")
others = [d for d in total if d != best and d in out]
need(not others, f"it also prints other departments, such as {others[:1]}")
