"""Check for 621_greenhouse_api. Run with the work folder as cwd, after the script has run.
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
spec = json.loads((Path(__file__).parent / "server.json").read_text())
by = {r["path"]: r for r in spec["routes"]}
want = []
for s in by["/sensors"]["json"]:
    r = by[f"/sensors/{s['id']}/readings"]
    vals = [v if r["json"]["unit"] == "C" else (v - 32) * 5 / 9 for v in r["json"].get("values", []) if v is not None]
    want.append((s["id"], s["room"], len(vals), sum(vals) / len(vals) if vals else None))
need(Path("greenhouse.xlsx").is_file(), "greenhouse.xlsx was not made")
wb = openpyxl.load_workbook("greenhouse.xlsx")
need(wb.sheetnames == ["Sensors"], f"the sheets are {wb.sheetnames}, not ['Sensors']")
rows = [list(r) for r in wb["Sensors"].iter_rows(max_col=4, values_only=True) if any(c is not None for c in r)]
need(rows and [str(c).strip().lower() for c in rows[0]] == ["id", "room", "readings", "mean"], f"the first row is {rows[:1]}, not id, room, readings, mean")
need(len(rows) == len(want) + 1, f"{len(rows) - 1} rows below the column names, not {len(want)}")
for g, w in zip(rows[1:], want):
    need(g[:2] == list(w[:2]), f"there is a row for {g[:2]} where {list(w[:2])} belongs")
    need(g[2] == w[2] and not isinstance(g[2], (str, bool)), f"readings of {w[0]} is {g[2]!r}, not {w[2]}")
    if w[3] is None:
        need(g[3] in (None, ""), f"mean of {w[0]} is {g[3]!r}, not empty")
    else:
        need(isinstance(g[3], (int, float)) and abs(g[3] - w[3]) < 0.0061 and abs(g[3] - round(g[3], 2)) < 1e-9, f"mean of {w[0]} is {g[3]!r}, not {w[3]:.2f}")
top = max((w for w in want if w[3] is not None), key=lambda w: w[3])[0]
ls = lines(stdout())
need(ls and re.findall(r"\bg\d\b", ls[-1]) == [top], f"the last line of the output does not name the sensor {top}")
