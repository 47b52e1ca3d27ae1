"""Check for 931_excel_raise_prices. Run with the work folder as cwd, after the script has run.
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
need(Path("prices_new.xlsx").is_file(), "prices_new.xlsx was not made")
need(Path("prices.xlsx").is_file() and Path("prices.xlsx").read_bytes() == (FILES / "prices.xlsx").read_bytes(), "prices.xlsx was changed")
old, new = openpyxl.load_workbook(FILES / "prices.xlsx"), openpyxl.load_workbook("prices_new.xlsx")
need(new.sheetnames == old.sheetnames, f"the sheets are {new.sheetnames}, not {old.sheetnames}")
for ws in old:
    for row in range(1, max(ws.max_row, new[ws.title].max_row) + 1):
        for col in range(1, max(ws.max_column, new[ws.title].max_column) + 1):
            a, b = ws.cell(row, col), new[ws.title].cell(row, col)
            where, rgb = f"{b.coordinate} of the sheet {ws.title}", b.fill.fgColor.rgb if b.fill.fill_type == "solid" else None
            m = re.fullmatch(r"(?:[0-9A-F]{2})?([0-9A-F]{2})([0-9A-F]{2})([0-9A-F]{2})", str(rgb).upper())
            yellow = bool(m) and int(m[1], 16) > 200 and int(m[2], 16) > 180 and int(m[3], 16) < 170
            if ws.title == "Prices" and col == 3 and 1 < row <= ws.max_row:
                want = a.value * 1.08
                need(isinstance(b.value, (int, float)) and abs(b.value - want) < 0.0051, f"{where} is {b.value!r}, not {want:.2f}")
                need(abs(round(b.value, 2) - b.value) < 1e-9, f"{where} is {b.value}, which is not rounded to 2 decimals")
                need(yellow == (want > 100), f"{where} has the price {want:.2f} and is {'' if yellow else 'not '}yellow")
            else:
                need(a.value == b.value, f"{where} is {b.value!r}, not {a.value!r}")
                need(not yellow, f"{where} is yellow")
                need(bool(a.font.b) == bool(b.font.b), f"{where} has lost or got bold letters")
