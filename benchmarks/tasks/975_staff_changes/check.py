"""Check for 718_staff_changes. Run with the work folder as cwd, after the script has run.
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


def grid(book, sheet="Staff", width=4):
    rows = openpyxl.load_workbook(book)[sheet].iter_rows(max_col=width, values_only=True)
    return [tuple(None if v == "" else v for v in r) for r in rows if any(v not in (None, "") for v in r)]


head, *rows = grid(FILES / "new.xlsx")
before = grid(FILES / "old.xlsx")[1:]
old = {r[0]: r for r in before}
log, marked = [], set()
for y, r in enumerate(rows, 2):
    if r[0] not in old:
        log.append((r[0], "added", None, None))
        marked |= {(y, x) for x in range(1, 5)}
    else:
        for x in range(4):
            if r[x] != old[r[0]][x]:
                log.append((r[0], head[x], old[r[0]][x], r[x]))
                marked.add((y, x + 1))
log += [(r[0], "removed", None, None) for r in before if r[0] not in {n[0] for n in rows}]

need(Path("changes.xlsx").is_file(), "changes.xlsx was not made")
wb = openpyxl.load_workbook("changes.xlsx")
need(wb.sheetnames == ["Staff", "Log"], f"the sheets are {wb.sheetnames}, not ['Staff', 'Log']")
need(grid("changes.xlsx") == [head, *rows], "the sheet Staff does not have the same cells as in new.xlsx")
for row in wb["Staff"].iter_rows():
    for c in row:
        fill = c.fill.fill_type == "solid" and str(c.fill.fgColor.rgb)[-6:].upper() == "FFFF00"
        if (c.row, c.column) in marked:
            need(fill, f"the cell {c.coordinate} of Staff is not yellow")
        else:
            need(c.fill.fill_type is None, f"the cell {c.coordinate} of Staff is filled")
got = grid("changes.xlsx", "Log")
need(got and got[0] == ("id", "column", "old", "new"), f"the first row of Log is {got[:1]}")
for g in got[1:]:
    need(g in log, f"Log has the row {g}, which is not right")
for w in log:
    need(w in got, f"the row {w} is not in Log")
need(got[1:] == log, "the rows of Log are not in the right order, or one comes twice")
need(has(stdout(), len(log), 0.001) and len(nums(stdout())) <= 2, f"it does not print {len(log)}, the number of rows in Log")
for name in ("old.xlsx", "new.xlsx"):
    need(Path(name).read_bytes() == (FILES / name).read_bytes(), f"{name} was changed")
