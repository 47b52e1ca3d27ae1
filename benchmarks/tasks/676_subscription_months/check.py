"""Check for 676_subscription_months. Run with the work folder as cwd, after the script has run.
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
subs = []
for r in csv.DictReader(open(FILES / "subscriptions.csv")):
    s, e = date.fromisoformat(r["start"]), date.fromisoformat(r["end"]) if r["end"] else None
    if e is None or e >= s:
        subs.append((s, e, float(r["price"])))
rows = table("months.csv", ["month", "new", "ended", "active", "revenue"])
months = [f"2023-{m:02d}" for m in range(1, 13)]
need([r["month"] for r in rows] == months, f"the months are {[r['month'] for r in rows]}, not 2023-01 to 2023-12")
revenue = {}
for m, r in zip(months, rows):
    y, k = int(m[:4]), int(m[5:])
    last = date(y + k // 12, k % 12 + 1, 1) - timedelta(days=1)
    running = [p for s, e, p in subs if s <= last and (e is None or e >= last)]
    revenue[m] = sum(running)
    for c, w in (("new", sum(str(s)[:7] == m for s, e, p in subs)), ("ended", sum(str(e)[:7] == m for s, e, p in subs)), ("active", len(running))):
        need(r[c] and same(r[c], w, 0), f"{c} of {m} is {r[c]}, not {w}")
    need(r["revenue"] and same(r["revenue"], revenue[m]), f"revenue of {m} is {r['revenue']}, not {revenue[m]:.2f}")
    need(re.fullmatch(r"\d+(\.\d{1,2})?", r["revenue"]), f"revenue of {m} is {r['revenue']}, not rounded to 2 decimals")
best = max(revenue, key=revenue.get)
out = stdout()
need(best in out, f"the month with the highest revenue ({best}) is not printed")
need(not [m for m in months if m != best and m in out], "it prints other months too")
from PIL import Image
need(Path("months.png").is_file(), "months.png was not made")
img = Image.open("months.png").convert("L")
need(img.size[0] >= 200 and len(set(img.resize((120, 90)).tobytes())) > 8, "months.png is blank")
