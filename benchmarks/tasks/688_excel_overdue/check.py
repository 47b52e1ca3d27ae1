"""Check for 688_excel_overdue. Run with the work folder as cwd, after the script has run.
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
from datetime import datetime
need(Path("overdue.xlsx").is_file(), "overdue.xlsx was not made")
wb, old = openpyxl.load_workbook("overdue.xlsx"), openpyxl.load_workbook(FILES / "invoices.xlsx")
need(wb.sheetnames == old.sheetnames, f"the sheets are {wb.sheetnames}, not {old.sheetnames}")
ws = wb["Invoices"]
want = [[c.value for c in r] for r in old["Invoices"].iter_rows()]
need(not any(c.value is not None for r in ws.iter_rows(min_row=len(want) + 1) for c in r), "the sheet Invoices has extra rows")
need(str(ws.cell(1, 6).value).strip() == "Days late", f"the heading of column F is {ws.cell(1, 6).value!r}, not 'Days late'")
today, total = datetime(2024, 6, 30), 0
for i, w in enumerate(want, 1):
    g = [ws.cell(i, k).value for k in range(1, 6)]
    need(g == w, f"row {i} starts with {g}, not {w}")
    if i == 1:
        continue
    late = w[3] is None and w[2] < today
    v = ws.cell(i, 6).value
    fills = [c.fill.fill_type == "solid" and str(c.fill.start_color.rgb)[-6:].upper() == "FFC7CE" for c in (ws.cell(i, k) for k in range(1, 7))]
    if late:
        total += w[4]
        need(isinstance(v, (int, float)) and v == (today - w[2]).days, f"Days late of {w[0]} is {v!r}, not {(today - w[2]).days}")
        need(all(fills), f"the cells A to F of {w[0]} are not all filled with FFC7CE")
    else:
        need(v in (None, ""), f"Days late of {w[0]} is {v!r}, not empty")
        need(not any(fills), f"the row of {w[0]} is filled, but it is not overdue")
need(has(stdout(), total), f"the total amount {total:.2f} is not printed")
