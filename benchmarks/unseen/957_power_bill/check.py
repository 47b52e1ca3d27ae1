"""Check for 957_power_bill. Run with the work folder as cwd, after the script has run.
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


import tomllib
from datetime import datetime
t = tomllib.loads((FILES / "tariff.toml").read_text())
off = {str(d) for d in t["holidays"]}
read = [(r["time"], float(r["reading"])) for r in csv.DictReader(open(FILES / "meter.csv"))]
want = {}
for (time, a), (_, b) in zip(read, read[1:]):
    d = datetime.strptime(time, "%Y-%m-%d %H:%M")
    peak = t["peak_start"] <= d.hour < t["peak_end"] and d.weekday() < 5 and time[:10] not in off
    want.setdefault(time[:7], [0.0, 0.0])[0 if peak else 1] += b - a if b >= a else b
cost = {m: p * t["peak_price"] + o * t["offpeak_price"] + t["monthly_fee"] for m, (p, o) in want.items()}
rows = table("bill.csv", ["month", "peak_kwh", "offpeak_kwh", "cost"])
need([r["month"] for r in rows] == list(want), f"the months are {[r['month'] for r in rows]}, not {list(want)}")
for r in rows:
    m = r["month"]
    for k, w in (("peak_kwh", want[m][0]), ("offpeak_kwh", want[m][1]), ("cost", cost[m])):
        need(same(r[k], w, 0.0101), f"{k} of {m} is {r[k]}, not {w:.2f}")
        need(re.fullmatch(r"\d+(\.\d{1,2})?", r[k]), f"{k} of {m} is {r[k]}, which is not rounded to 2 decimals")
best = max(cost, key=cost.get)
out = stdout()
need(best in out, f"the month with the highest cost ({best}) is not printed")
need(not [m for m in cost if m != best and m in out], "it prints other months too")
from PIL import Image
need(Path("bill.png").is_file(), "bill.png was not made")
img = Image.open("bill.png").convert("L")
need(img.size[0] >= 200 and len(set(img.resize((120, 90)).tobytes())) > 8, "bill.png is blank")
