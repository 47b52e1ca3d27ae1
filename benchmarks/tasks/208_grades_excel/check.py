"""Check for 208_grades_excel. Run with the work folder as cwd, after the script has run.
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
need(Path("grades_new.xlsx").is_file(), "grades_new.xlsx was not made")
need(Path("grades.xlsx").read_bytes() == (FILES / "grades.xlsx").read_bytes(), "grades.xlsx was changed")
old = openpyxl.load_workbook(FILES / "grades.xlsx").active
new = openpyxl.load_workbook("grades_new.xlsx").active
w = old.max_column
for row in old.iter_rows():
    for c in row:
        v = new.cell(c.row, c.column).value
        need(v == c.value, f"{c.coordinate} holds {v!r}, not {c.value!r}")
need(str(new.cell(1, w + 1).value).strip() == "Average", f"the column after the last subject is called {new.cell(1, w + 1).value!r}")
need(all(c.value in (None, "") for r in new.iter_rows(min_col=w + 2) for c in r), "there are more columns after Average")
need(all(c.value in (None, "") for r in new.iter_rows(min_row=old.max_row + 1) for c in r), "there are more rows than before")
for r in range(2, old.max_row + 1):
    name = old.cell(r, 1).value
    have = [old.cell(r, c).value for c in range(2, w + 1) if old.cell(r, c).value is not None]
    v = new.cell(r, w + 1).value
    if have:
        m = sum(have) / len(have)
        need(isinstance(v, (int, float)), f"the average of {name} is {v!r}, not a number")
        need(abs(v - m) < 0.0051 and abs(round(v, 2) - v) < 1e-9, f"the average of {name} is {v!r}, not {m:.2f}")
    else:
        need(v in (None, ""), f"the average of {name} is {v!r}, not empty")
    for c in range(2, w + 1):
        f, v = new.cell(r, c).fill, old.cell(r, c).value
        red = f is not None and f.fill_type == "solid" and str(f.fgColor.rgb)[-6:].upper() == "FF0000"
        need(red == (v is not None and v < 50), f"{new.cell(r, c).coordinate} with {v} points is {'' if red else 'not '}red")
