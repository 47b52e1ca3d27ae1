"""Check for 524_split_database. Run with the work folder as cwd, after the script has run.
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
from decimal import Decimal
rows = sqlite3.connect(f"file:{FILES / 'old.db'}?mode=ro", uri=True).execute("select id, day, customer, email, product, price, quantity from sales order by day, id").fetchall()
keep = [(*r[:3], r[3].strip().lower(), *r[4:]) for r in rows if (r[3] or "").strip()]
name = {r[3]: r[2] for r in keep}
num = {e: i for i, e in enumerate(sorted(name), 1)}
spent = {}
for r in keep:
    spent[r[3]] = spent.get(r[3], 0) + Decimal(r[5]) * r[6]
best = name[max(spent, key=spent.get)]
need(Path("shop.db").is_file(), "shop.db was not made")
need(Path("old.db").read_bytes() == (FILES / "old.db").read_bytes(), "old.db was changed")
db = sqlite3.connect("shop.db")


def rows_of(table, columns):
    have = [c[1].lower() for c in db.execute(f"pragma table_info({table})")]
    need(have, f"shop.db has no table {table}")
    need(sorted(have) == sorted(columns), f"the table {table} has the columns {have}, not {columns}")
    return db.execute(f"select {', '.join(columns)} from {table} order by id").fetchall()


got = rows_of("customers", ["id", "name", "email"])
want = [(i, name[e], e) for e, i in num.items()]
need(got == want, f"customers holds {got}, not {want}")
got = rows_of("sales", ["id", "day", "customer_id", "product", "cents", "quantity"])
want = sorted((r[0], r[1], num[r[3]], r[4], int(Decimal(r[5]) * 100), r[6]) for r in keep)
need(len(got) == len(want), f"sales has {len(got)} rows, not {len(want)}")
for g, w in zip(got, want):
    need(g == w, f"the row {g} of sales is not {w}")
out = lines(stdout())
need(len(out) >= 2, "two lines are to be printed")
need(has(" ".join(out[:-1]), len(rows) - len(keep), 0), f"the number of sales that were not taken over ({len(rows) - len(keep)}) is not printed")
need(best in out[-1], f"the last line is {out[-1]!r}, not {best}")
