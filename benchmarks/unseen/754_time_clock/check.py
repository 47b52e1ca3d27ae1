"""Check for 754_time_clock. Run with the work folder as cwd, after the script has run.
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


from datetime import datetime, date
import openpyxl
by = {}
for r in csv.DictReader(open(FILES / "punches.csv")):
    by.setdefault(r["employee"], []).append((datetime.strptime(r["time"], "%Y-%m-%d %H:%M"), r["kind"]))
want, odd = {}, []
for n in sorted(by):
    ps, days, i = sorted(by[n]), {}, 0
    while i < len(ps):
        if ps[i][1] == "in" and i + 1 < len(ps) and ps[i + 1][1] == "out":
            m = int((ps[i + 1][0] - ps[i][0]).total_seconds()) // 60
            days[str(ps[i][0].date())] = days.get(str(ps[i][0].date()), 0) + m - 30 * (m > 360)
            i += 2
        else:
            odd.append((n, ps[i][0].strftime("%Y-%m-%d %H:%M"), ps[i][1]))
            i += 1
    want[n] = [(d, days[d] / 60) for d in sorted(days)]
rows = [(r["employee"], r["time"][:16], r["kind"]) for r in table("problems.csv", ["employee", "time", "kind"])]
for i, (g, w) in enumerate(zip(rows, odd), 1):
    need(g == w, f"row {i} of problems.csv is {g}, not {w}")
need(len(rows) == len(odd), f"problems.csv has {len(rows)} rows, not {len(odd)}")
need(Path("hours.xlsx").is_file(), "hours.xlsx was not made")
wb = openpyxl.load_workbook("hours.xlsx")
need(wb.sheetnames == list(want), f"the sheets are {wb.sheetnames}, not {list(want)}")
for n, w in want.items():
    got = [list(r[:2]) for r in wb[n].iter_rows(values_only=True) if any(v is not None for v in r)]
    need(got and [str(v).lower() for v in got[0]] == ["date", "hours"], f"the first row of {n} is {got[:1]}")
    need(len(got) == len(w) + 2, f"the sheet {n} has {len(got)} rows, not {len(w) + 2}")
    need([str(g[0])[:10] for g in got[1:-1]] == [d for d, _ in w], f"the dates of {n} are {[str(g[0])[:10] for g in got[1:-1]]}, not {[d for d, _ in w]}")
    need(str(got[-1][0]).strip().rstrip(":").lower() == "total", f"the last row of {n} is {got[-1]}")
    for g, (d, h) in zip(got[1:], w + [("Total", sum(h for _, h in w))]):
        if d == "Total" and re.fullmatch(rf"=SUM\(B2:B{len(w) + 1}\)", str(g[1]).replace("$", "").upper()):
            continue
        need(isinstance(g[1], (int, float)) and abs(g[1] - h) < 0.0051, f"{n} has {h:.2f} hours at {d}, not {g[1]!r}")
