"""Check for 714_homework_days. Run with the work folder as cwd, after the script has run.
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


src = list(csv.reader(open(FILES / "homework.csv", newline="")))
want = [(r[0], day, int(r[i])) for i, day in enumerate(src[0]) if i for r in src[1:] if r[i]]
got = table("homework_long.csv", ["student", "day", "minutes"])
need(len(got) == len(want), f"homework_long.csv has {len(got)} rows, not {len(want)}")
have = []
for r in got:
    need(re.fullmatch(r"\d+(\.0+)?", r["minutes"]), f"minutes is {r['minutes']!r} in one row, which is not a number of minutes")
    have.append((r["student"], r["day"], int(float(r["minutes"]))))
for w in want:
    need(w in have, f"the row {','.join(map(str, w))} is missing")
need(have == want, "the rows are not in the order of the days and then of the students")
sums = {d: sum(m for _, x, m in want if x == d) for d in src[0][1:]}
best = max(sums, key=sums.get)
out = stdout().lower()
need(re.search(rf"\b{best}", out), f"it does not print {best}, the day with the most minutes")
for d in sums:
    need(d == best or not re.search(rf"\b{d}", out), f"it prints {d}, which is not the day with the most minutes")
