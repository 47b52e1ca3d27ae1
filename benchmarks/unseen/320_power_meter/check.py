"""Check for 320_power_meter. Run with the work folder as cwd, after the script has run.
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


from datetime import date, timedelta
day = date.fromisoformat
rows = sorted((r["meter"], day(r["date"]), float(r["reading"])) for r in csv.DictReader(open(FILES / "readings.csv")))
prices = sorted((day(r["from"]), float(r["price"])) for r in csv.DictReader(open(FILES / "tariffs.csv")))
use = {}
for (m, d, r), (n, e, s) in zip(rows, rows[1:]):
    if m == n:
        for i in range((e - d).days):
            use[d + timedelta(i)] = (s - r) / (e - d).days
want = []
for m in range(2, 7):
    days = [d for d in use if d.month == m]
    want.append((f"2024-{m:02d}", sum(use[d] for d in days), sum(use[d] * [p for f, p in prices if f <= d][-1] for d in days)))
got = table("months.csv", ["month", "kwh", "cost"])
need([g["month"] for g in got] == [w[0] for w in want], f"the months are {[g['month'] for g in got]}, not {[w[0] for w in want]}")
for g, (m, k, c) in zip(got, want):
    for name, w, n in (("kwh", k, 1), ("cost", c, 2)):
        need(g[name] and same(g[name], w, 0.5001 * 10 ** -n), f"{name} of {m} is {g[name]!r}, not {w:.{n}f}")
        need(abs(round(float(g[name]), n) - float(g[name])) < 1e-9, f"{name} of {m} is not rounded to {n} decimals")
best = max(want, key=lambda w: w[1])[0]
out = stdout()
import calendar
named = lambda m: m in out or re.search(rf"\b{calendar.month_abbr[int(m[-2:])]}", out)
need(named(best), f"the month that used the most ({best}) is not printed")
need(not [w[0] for w in want if w[0] != best and named(w[0])], "it prints other months too")
from PIL import Image
need(Path("usage.png").is_file(), "usage.png was not made")
img = Image.open("usage.png").convert("L")
need(img.size[0] >= 200 and len(set(img.resize((120, 90)).tobytes())) > 8, "usage.png is blank")
