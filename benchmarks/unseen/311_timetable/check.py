"""Check for 311_timetable. Run with the work folder as cwd, after the script has run.
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


import openpyxl
need(Path("timetable.xlsx").is_file(), "timetable.xlsx was not made")
wb = openpyxl.load_workbook("timetable.xlsx")
need(wb.sheetnames == ["Timetable"], f"the sheets are {wb.sheetnames}, not ['Timetable']")
ws = wb["Timetable"]
days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
want = [["Period"] + days] + [[p] + [""] * 5 for p in range(1, 7)]
for r in csv.DictReader(open(FILES / "lessons.csv")):
    l = r["subject"] + (f" ({r['room']})" if r["room"] else "")
    row, col = int(r["period"]), days.index(r["day"]) + 1
    want[row][col] += (" / " if want[row][col] else "") + l
for y, w in enumerate(want, 1):
    for x, v in enumerate(w, 1):
        g = ws.cell(y, x).value
        g = "" if g is None else g
        need(g == v or (x == 1 and str(g) == str(v)) or (v and str(g).strip() == v), f"the cell {ws.cell(y, x).coordinate} holds {g!r}, not {v!r}")
need(not any(c.value not in (None, "") for row in ws.iter_rows() for c in row if c.row > 7 or c.column > 6), "there are cells outside of the timetable")
need(all(ws.cell(1, x).font.b for x in range(1, 7)), "the first row is not in bold")
for n in range(2, 7):
    near = [d.width for d in ws.column_dimensions.values() if d.min and d.min <= n <= d.max]
    need(near and abs(near[0] - 20) < 1, f"column {n} is {near} wide, not 20")
