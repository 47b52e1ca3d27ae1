"""Check for 692_pandas_rain. Run with the work folder as cwd, after the script has run.
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


data = list(csv.DictReader(open(FILES / "rain.csv")))
months = list(data[0])[1:]
want = [(r["station"], i, float(r[m])) for r in data for i, m in enumerate(months, 1) if r[m]]
rows = table("rain_long.csv", ["station", "month", "mm"])
need(len(rows) == len(want), f"rain_long.csv has {len(rows)} rows, not {len(want)}")
for r in rows:
    need(re.fullmatch(r"\d{1,2}", r["month"]), f"the month {r['month']!r} is not a number from 1 to 12")
got = [(r["station"], int(r["month"]), float(r["mm"])) for r in rows]
need(sorted(got) == sorted(want), f"the row {sorted(set(want) - set(got))[:1]} is missing")
need(got == want, f"the order of the rows is wrong: {got[1]} comes second, not {want[1]}" if got[1] != want[1] else "the order of the rows is wrong")
out = lines(stdout())
at = -1
for r in data:
    best = max((m for m in months if r[m]), key=lambda m: float(r[m]))
    hit = [i for i, l in enumerate(out) if re.fullmatch(rf"{r['station']}\W+{best}", l)]
    need(hit, f"the line '{r['station']} {best}' is not printed")
    need(hit[0] > at, "the lines are not in the order of the stations")
    at = hit[0]
