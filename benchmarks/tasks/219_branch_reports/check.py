"""Check for 219_branch_reports. Run with the work folder as cwd, after the script has run.
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
from datetime import datetime, date
need(Path("all_sales.xlsx").is_file(), "all_sales.xlsx was not made")
want = []
for p in sorted((FILES / "reports").glob("*.xlsx")):
    head = None
    for row in openpyxl.load_workbook(p).active.iter_rows(values_only=True):
        low = [str(v).strip().lower() for v in row]
        if head is None:
            head = {k: low.index(k) for k in ("date", "product", "units", "price")} if {"date", "product", "units", "price"} <= set(low) else None
            continue
        d, pr, u, x = (row[head[k]] for k in ("date", "product", "units", "price"))
        if d in (None, ""):
            continue
        d = datetime.strptime(d.strip(), "%d.%m.%Y") if isinstance(d, str) else d
        x = float(x.replace(",", ".")) if isinstance(x, str) else x
        want.append((p.stem, d.date(), pr, u, x, u * x))
want.sort(key=lambda r: (r[1], r[0]))
wb = openpyxl.load_workbook("all_sales.xlsx")
need([s for s in wb.sheetnames if s in ("Sales", "Summary")] == ["Sales", "Summary"] and len(wb.sheetnames) == 2, f"the sheets are {wb.sheetnames}, not Sales and Summary")


def sheet(name, columns):
    rows = [list(r) for r in wb[name].iter_rows(values_only=True) if any(v not in (None, "") for v in r)]
    need(rows and [str(v).strip() for v in rows[0] if v is not None] == columns, f"the columns of {name} are {rows[:1]}")
    return [r[:len(columns)] for r in rows[1:]]


got = sheet("Sales", ["Branch", "Date", "Product", "Units", "Price", "Revenue"])
need(len(got) == len(want), f"Sales has {len(got)} rows, not {len(want)}")
for g in got:
    need(isinstance(g[1], (datetime, date)), f"the date {g[1]!r} is not a real date")
    g[1] = g[1].date() if isinstance(g[1], datetime) else g[1]
    need(all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in g[3:]), f"the row {g} does not have three numbers")
need([g[:2] for g in got] == [list(w[:2]) for w in want], "the rows of Sales are not sorted by date and branch")


def key(r):
    return r[1], r[0], str(r[2]).strip(), r[3], r[4]


for g, w in zip(sorted(got, key=key), sorted(want, key=key)):
    need(str(g[2]).strip() == w[2] and g[3] == w[3] and abs(g[4] - w[4]) < 1e-6 and abs(g[5] - w[5]) < 0.0051, f"a row of Sales is {g}, not {list(w)}")
total = {}
for w in want:
    total[w[0]] = total.get(w[0], 0) + w[5]
rows = sheet("Summary", ["Branch", "Revenue"])
exp = [(b, total[b]) for b in sorted(total)] + [("Total", sum(total.values()))]
need([str(r[0]).strip() for r in rows] == [e[0] for e in exp], f"the branches in Summary are {[r[0] for r in rows]}, not {[e[0] for e in exp]}")
for r, (b, x) in zip(rows, exp):
    need(isinstance(r[1], (int, float)) and abs(r[1] - x) < 0.02, f"the revenue of {b} is {r[1]!r}, not {x:.2f}")
