"""Check for 665_excel_order. Run with the work folder as cwd, after the script has run.
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
need(Path("order.xlsx").is_file(), "order.xlsx was not made")
need(Path("stock.xlsx").read_bytes() == (FILES / "stock.xlsx").read_bytes(), "stock.xlsx was changed")
wb, old = openpyxl.load_workbook("order.xlsx"), openpyxl.load_workbook(FILES / "stock.xlsx")
need(wb.sheetnames == old.sheetnames, f"the sheets are {wb.sheetnames}, not {old.sheetnames}")
need([[c.value for c in r] for r in wb["Notes"].iter_rows()] == [[c.value for c in r] for r in old["Notes"].iter_rows()], "the sheet Notes was changed")
ws = wb["Stock"]
want = [[c.value for c in r] for r in old["Stock"].iter_rows()]
need(not any(c.value is not None for r in ws.iter_rows(min_row=len(want) + 1) for c in r), "the sheet Stock has extra rows")
for i, w in enumerate(want, 1):
    g = [ws.cell(i, k).value for k in (1, 2, 3)]
    need(g == w, f"row {i} of Stock starts with {g}, not {w}")
    o = ws.cell(i, 4).value
    if i == 1:
        need(str(o).strip() == "Order", f"the heading of column 4 is {o!r}, not 'Order'")
        need(ws.cell(1, 4).font and ws.cell(1, 4).font.b, "the heading Order is not bold")
    elif w[1] < w[2]:
        f = str(o).replace(" ", "").replace("$", "").upper()
        need(f == f"=C{i}-B{i}" or (isinstance(o, (int, float)) and o == w[2] - w[1]), f"Order of {w[0]} is {o!r}, not {w[2] - w[1]}")
    else:
        need(o in (None, ""), f"Order of {w[0]} is {o!r}, not empty")
