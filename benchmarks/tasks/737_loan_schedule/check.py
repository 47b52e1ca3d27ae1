"""Check for 737_loan_schedule. Run with the work folder as cwd, after the script has run.
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


from decimal import Decimal, ROUND_HALF_UP
cent, bal, want = Decimal("0.01"), Decimal("5000.00"), []
while bal > 0:
    i = (bal * Decimal("0.005")).quantize(cent, ROUND_HALF_UP)
    p = min(Decimal("450.00"), bal + i)
    bal -= p - i
    want.append((p, i, p - i, bal))
rows = table("loan.csv", ["month", "payment", "interest", "principal", "balance"])
need(len(rows) == len(want), f"{len(rows)} months, not {len(want)}")
for n, (r, w) in enumerate(zip(rows, want), 1):
    need(same(r["month"], n, 0), f"the month of row {n} is {r['month']}")
    for k, v in zip(("payment", "interest", "principal", "balance"), w):
        need(same(r[k], v, 0.001), f"the {k} of month {n} is {r[k]}, not {v}")
        need(re.fullmatch(r"-?\d+\.\d\d", r[k]), f"the {k} of month {n} is {r[k]}, which has not two decimals")
total = sum(w[1] for w in want)
need(has(stdout(), float(total), 0.001), f"the sum of all interest ({total}) is not printed")
