"""Check for 426_stock_workbook. Run with the work folder as cwd, after the script has run.
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
src = openpyxl.load_workbook(FILES / "stock.xlsx")
items = list(src["Items"].iter_rows(min_row=2, values_only=True))
have = {i[0]: 0 for i in items}
for _, sku, kind, n in sorted(src["Movements"].iter_rows(min_row=2, values_only=True)):
    have[sku] = n if kind == "count" else have[sku] + (n if kind == "in" else -n)
stock = [[s, name, have[s], have[s] * cost] for s, name, cost, least in items]
order = sorted(([s, name, least - have[s], (least - have[s]) * cost] for s, name, cost, least in items if have[s] < least), key=lambda r: -r[3])
need(Path("restock.xlsx").is_file(), "restock.xlsx was not made")
wb = openpyxl.load_workbook("restock.xlsx")
need(sorted(wb.sheetnames) == ["Order", "Stock"], f"the sheets are {wb.sheetnames}, not Stock and Order")


def rows(ws, head):
    got = [row for row in ws.iter_rows(max_col=max(4, ws.max_column)) if any(c.value is not None for c in row)]
    need(got and [c.value for c in got[0][:4]] == head, f"the first row of {ws.title} is not {head}")
    need(all(c.font and c.font.b for c in got[0][:4]), f"the column names of {ws.title} are not bold")
    return got[1:]


def equal(cells, w, where):
    g = [c.value for c in cells[:4]]
    need(g[:2] == w[:2] and all(isinstance(a, (int, float)) and abs(a - b) < 0.0051 for a, b in zip(g[2:], w[2:])), f"{where} has the row {g}, not {w}")


def yellow(c):
    col = c.fill.fgColor.rgb if c.fill and c.fill.fill_type == "solid" else None
    if not isinstance(col, str) or len(col) < 6:
        return False
    r, g, b = (int(col[-6:][i:i + 2], 16) for i in (0, 2, 4))
    return r > 200 and g > 180 and b < 180


got = rows(wb["Stock"], ["sku", "name", "pieces", "value"])
need(len(got) == len(stock), f"Stock has {len(got)} items, not {len(stock)}")
short = {o[0] for o in order}
for cells, w in zip(got, stock):
    equal(cells, w, "Stock")
    marks = [yellow(c) for c in cells[:4]]
    need(all(marks) if w[0] in short else not any(marks), f"the row of {w[0]} is {'not ' if w[0] in short else ''}filled with yellow")
got = rows(wb["Order"], ["sku", "name", "missing", "cost"])
need(len(got) == len(order) + 1, f"Order has {len(got)} rows below the first, not {len(order) + 1}")
for cells, w in zip(got, order):
    equal(cells, w, "Order")
a, d = got[-1][0].value, got[-1][3].value
need(str(a).strip().rstrip(":").lower() == "total", f"column A of the last row of Order holds {a!r}, not 'Total'")
total = sum(o[3] for o in order)
f = str(d).replace("$", "").replace(" ", "").upper()
need(f == f"=SUM(D2:D{len(order) + 1})" or isinstance(d, (int, float)) and abs(d - total) < 0.0051, f"column D of the last row of Order holds {d!r}, not {total:.2f}")
