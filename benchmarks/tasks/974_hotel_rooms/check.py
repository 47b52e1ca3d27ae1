"""Check for 717_hotel_rooms. Run with the work folder as cwd, after the script has run.
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
from datetime import date, timedelta
db = sqlite3.connect(FILES / "hotel.db")
nights = {str(date(2024, 7, 10) + timedelta(days=i)) for i in range(4)}
want = []
for number, beds, price in db.execute("select number, beds, price from rooms"):
    taken = set()
    for a, d, status in db.execute("select arrival, departure, status from bookings where room = ?", (number,)):
        day = date.fromisoformat(a)
        while status != "cancelled" and day < date.fromisoformat(d):
            taken.add(str(day))
            day += timedelta(days=1)
    if beds >= 2 and not taken & nights:
        want.append((price, number, beds))
want.sort()
got = table("free_rooms.csv", ["number", "beds", "price"])
numbers = [r["number"] for r in got]
for n in numbers:
    need(n in [str(w[1]) for w in want], f"room {n} is in free_rooms.csv, but it does not fit")
for w in want:
    need(str(w[1]) in numbers, f"room {w[1]} is not in free_rooms.csv")
need(numbers == [str(w[1]) for w in want], "the rooms are not sorted by price and then by number, or one comes twice")
for r, w in zip(got, want):
    need(same(r["beds"], w[2]) and same(r["price"], w[0]), f"room {w[1]} has the wrong number of beds or the wrong price")
now = sqlite3.connect("hotel.db")
for t in ("rooms", "bookings"):
    need(now.execute(f"select * from {t}").fetchall() == db.execute(f"select * from {t}").fetchall(), f"the table {t} was changed")
