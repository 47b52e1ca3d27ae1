"""Check for 729_excel_reorder. Run with the work folder as cwd, after the script has run.
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
need(Path("reorder.xlsx").is_file(), "reorder.xlsx was not made")
old, wb = openpyxl.load_workbook(FILES / "stock.xlsx"), openpyxl.load_workbook("reorder.xlsx")
need(sorted(wb.sheetnames) == sorted(old.sheetnames), f"the sheets are {wb.sheetnames}, not {old.sheetnames}")
for a, b in zip(old["Notes"].iter_rows(values_only=True), wb["Notes"].iter_rows(values_only=True)):
    need(a == b, "the sheet Notes was changed")
ws = wb["Stock"]
want = [list(r) for r in old["Stock"].iter_rows(values_only=True)]
got = [[c.value for c in row] for row in ws.iter_rows() if any(c.value is not None for c in row)]
need(got and len(got[0]) >= 4 and str(got[0][3]).strip().lower() == "order", f"the first row is {got[0] if got else None}")
need(len(got) == len(want), f"{len(got)} rows, not {len(want)}")
for i, (g, w) in enumerate(zip(got, want), 1):
    need(g[:3] == w[:3], f"row {i} starts with {g[:3]}, not {w[:3]}")
    n = max(0, w[2] - w[1]) if i > 1 else 0
    need(i == 1 or (isinstance(g[3], (int, float)) and g[3] == n), f"the order of {w[0]} is {g[3]!r}, not {n}")
    for c in (1, 2, 3, 4):
        f = ws.cell(i, c).fill
        yellow = f.fill_type == "solid" and str(f.fgColor.rgb).upper().endswith("FFFF00")
        need(yellow == (c == 1 and n > 0), f"the cell {ws.cell(i, c).coordinate} is {'' if yellow else 'not '}filled with yellow")
need([list(r) for r in openpyxl.load_workbook("stock.xlsx")["Stock"].iter_rows(values_only=True)] == want, "stock.xlsx was changed")
