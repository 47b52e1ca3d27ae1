"""Check for 687_sqlite_vet. Run with the work folder as cwd, after the script has run.
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


import sqlite3
need(Path("vet.db").is_file(), "vet.db is gone")
con = sqlite3.connect(FILES / "vet.db")
want = []
for i, name, owner in con.execute("SELECT id, name, owner FROM animals").fetchall():
    days = [d for d, in con.execute("SELECT day FROM visits WHERE animal_id = ?", (i,))]
    if not days or max(days) < "2024-01-01":
        want.append((owner, name, max(days, default="")))
want.sort()
rows = [(r["owner"], r["animal"], r["last_visit"]) for r in table("reminders.csv", ["owner", "animal", "last_visit"])]
for w in want:
    need(any(r[:2] == w[:2] for r in rows), f"{w[1]} of {w[0]} is missing in reminders.csv")
for r in rows:
    need(any(r[:2] == w[:2] for w in want), f"{r[1]} of {r[0]} should not be in reminders.csv")
    need(r in want, f"last_visit of {r[1]} of {r[0]} is {r[2]!r}")
need(rows == want, "the rows are not sorted by owner and animal, or one comes twice")
total = sum(c for c, in con.execute("SELECT cost FROM visits WHERE day LIKE '2023-%'"))
out = stdout()
need(has(out, total), f"the total cost of 2023 ({total:.2f}) is not printed")
need(re.search(r"\.\d\d(?!\d)", out), "the total is not printed with two decimals")
