"""Check for 747_sqlite_shop. Run with the work folder as cwd, after the script has run.
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
db = sqlite3.connect(f"file:{FILES / 'shop.db'}?mode=ro&immutable=1", uri=True)
want = db.execute("SELECT c.name, c.town, SUM(l.quantity * p.price) AS s FROM customers c JOIN order_lines l ON l.customer_id = c.id JOIN products p "
                  "ON p.id = l.product_id GROUP BY c.id HAVING s > 100 ORDER BY s DESC").fetchall()
names = [r[0] for r in db.execute("SELECT name FROM products")]
idle = sorted(r[0] for r in db.execute("SELECT name FROM products WHERE id NOT IN (SELECT product_id FROM order_lines)"))
rows = table("spending.csv", ["name", "town", "spent"])
need([(r["name"], r["town"]) for r in rows] == [w[:2] for w in want], f"the customers are {[(r['name'], r['town']) for r in rows]}, not {[w[:2] for w in want]}")
for r, w in zip(rows, want):
    need(same(r["spent"], w[2], 0.0051), f"{w[0]} from {w[1]} has spent {w[2]:.2f}, not {r['spent']}")
    need(re.fullmatch(r"\d+(\.\d{1,2})?", r["spent"]), f"{r['spent']} is not rounded to 2 decimals")
got = [w for w in re.findall(r"\w+", stdout()) if w in names]
need(got == idle, f"the printed products are {got}, not {idle}")
need(Path("shop.db").read_bytes() == (FILES / "shop.db").read_bytes(), "shop.db was changed")
