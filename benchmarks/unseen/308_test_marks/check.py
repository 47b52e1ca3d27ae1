"""Check for 308_test_marks. Run with the work folder as cwd, after the script has run.
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


rows = list(csv.DictReader(open(FILES / "marks.csv")))
want = []
for s in dict.fromkeys(r["student"] for r in rows):
    took = [r for r in rows if r["student"] == s and r["points"]]
    want.append((s, len(took), sum(float(r["points"]) for r in took) / sum(float(r["max"]) for r in took) * 100 if took else None))
want.sort(key=lambda w: -1 if w[2] is None else w[2], reverse=True)
got = table("percent.csv", ["student", "tests", "percent"])
need([g["student"] for g in got] == [w[0] for w in want], f"the pupils are {[g['student'] for g in got]}, not {[w[0] for w in want]}")
for g, (s, n, p) in zip(got, want):
    need(g["tests"] != "" and same(g["tests"], n, 0), f"tests of {s} is {g['tests']!r}, not {n}")
    if p is None:
        need(g["percent"] == "", f"percent of {s} is {g['percent']!r}, not empty")
    else:
        v = g["percent"].rstrip("% ")
        need(v and same(v, p, 0.0501), f"percent of {s} is {v!r}, not {p:.1f}")
        need(abs(round(float(v), 1) - float(v)) < 1e-9, f"percent of {s} is not rounded to 1 decimal")
