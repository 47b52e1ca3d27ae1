"""Check for 518_month_sheets. Run with the work folder as cwd, after the script has run.
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


import datetime
import openpyxl
want = {}
for r in sorted(csv.DictReader(open(FILES / "bookings.csv", encoding="utf-8")), key=lambda r: r["date"]):
    want.setdefault(r["date"][:7], []).append((r["date"], r["guest"], float(r["price"])))
need(Path("bookings.xlsx").is_file(), "bookings.xlsx was not made")
wb = openpyxl.load_workbook("bookings.xlsx")
need(wb.sheetnames == list(want), f"the sheets are {wb.sheetnames}, not {list(want)}")
for name, rows in want.items():
    ws = wb[name]
    got = [[ws.cell(r, c).value for c in (1, 2, 3)] for r in range(1, ws.max_row + 1)]
    while got and not any(v is not None for v in got[-1]):
        got.pop()
    need(got and got[0] == ["Date", "Guest", "Price"], f"the first row of {name} is {got[:1]}")
    need(all(ws.cell(1, c).font.b for c in (1, 2, 3)), f"the header of {name} is not bold")
    need(ws.freeze_panes in ("A2", "B2", "C2", "D2"), f"the header of {name} is not frozen ({ws.freeze_panes})")
    need(len(got) == len(rows) + 2, f"{name} has {len(got)} rows, not {len(rows) + 2}")
    for g, w in zip(got[1:-1], rows):
        day = g[0].strftime("%Y-%m-%d") if isinstance(g[0], (datetime.date, datetime.datetime)) else str(g[0])
        need((day, g[1]) == w[:2] and isinstance(g[2], (int, float)) and abs(g[2] - w[2]) < 1e-9, f"the row {g} of {name} is not {w} with the price as a number")
    need(got[-1][0] is None or got[-1][0] == "", f"column A of the last row of {name} holds {got[-1][0]!r}")
    need(str(got[-1][1]).strip().rstrip(":").lower() == "total", f"column B of the last row of {name} holds {got[-1][1]!r}, not 'Total'")
    formula = str(got[-1][2]).replace("$", "").replace(" ", "").upper()
    need(formula == f"=SUM(C2:C{len(rows) + 1})", f"column C of the last row of {name} holds {got[-1][2]!r}, not =SUM(C2:C{len(rows) + 1})")
