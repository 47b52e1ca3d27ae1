"""Check for 610_garden_plots. Run with the work folder as cwd, after the script has run.
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
need(Path("plots_rent.xlsx").is_file(), "plots_rent.xlsx was not made")
src = openpyxl.load_workbook(FILES / "plots.xlsx")
wb = openpyxl.load_workbook("plots_rent.xlsx")
need(wb.sheetnames == src.sheetnames, f"the sheets are {wb.sheetnames}, not {src.sheetnames}")
need([[c for c in r if c is not None] for r in wb["Notes"].values] == [list(r) for r in src["Notes"].values], "the sheet Notes was changed")
a, b = src["Plots"], wb["Plots"]
need(str(b["E1"].value).strip() == "Rent", f"E1 is {b['E1'].value!r}, not 'Rent'")
need(b.max_row == a.max_row, f"the sheet Plots has {b.max_row} rows, not {a.max_row}")
for r in range(1, a.max_row + 1):
    old, new = [a.cell(r, c).value for c in range(1, 5)], [b.cell(r, c).value for c in range(1, 5)]
    need(old == new, f"row {r} was {old} and is now {new}")
    if r > 1:
        v = b.cell(r, 5).value
        need(isinstance(v, (int, float)) and not isinstance(v, bool), f"E{r} holds {v!r}, not a number")
        need(abs(v - round(old[2] * 1.4, 2)) < 0.001, f"E{r} is {v!r}, not {old[2] * 1.4:.2f}")
    for c in range(1, 6):
        f = b.cell(r, c).fill
        yellow = f.fill_type == "solid" and str(f.fgColor.rgb).upper()[-6:] == "FFFF00"
        need(yellow == (old[3] == "no"), f"{b.cell(r, c).coordinate} is {'' if yellow else 'not '}yellow")
