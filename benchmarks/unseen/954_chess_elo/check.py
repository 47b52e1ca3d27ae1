"""Check for 954_chess_elo. Run with the work folder as cwd, after the script has run.
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
want = {}
for r in csv.DictReader(open(FILES / "games.csv")):
    if r["result"] == "*":
        continue
    a, b = (want.setdefault(r[k], [0, 0, 1500.0]) for k in ("white", "black"))
    s = {"1-0": 1, "0-1": 0, "1/2-1/2": 0.5}[r["result"]]
    d = 20 * (s - 1 / (1 + 10 ** ((b[2] - a[2]) / 400)))
    a[2] += d
    b[2] -= d
    for p, won in ((a, s == 1), (b, s == 0)):
        p[0] += 1
        p[1] += won
need(Path("chess.db").is_file(), "chess.db was not made")
db = sqlite3.connect("file:chess.db?mode=ro", uri=True)
cols = [r[1].lower() for r in db.execute("PRAGMA table_info(ratings)")]
need({"player", "games", "wins", "rating"} <= set(cols), f"the table ratings has the columns {cols}")
got = db.execute("SELECT player, games, wins, rating FROM ratings").fetchall()
need(sorted(g[0] for g in got) == sorted(want), f"the players are {sorted(g[0] for g in got)}, not {sorted(want)}")
for p, g, w, x in got:
    n, m, y = want[p]
    need(g == n, f"{p} has {g!r} games, not {n}")
    need(w == m, f"{p} has {w!r} wins, not {m}")
    need(same(x, y, 0.0501), f"the rating of {p} is {x!r}, not {y:.1f}")
    need(abs(round(float(x), 1) - float(x)) < 1e-9, f"the rating of {p} is not rounded to 1 decimal")
order = sorted(want, key=lambda p: -want[p][2])
got = [" ".join(l.split()) for l in lines(text("ranking.txt"))]
need(len(got) == len(order), f"ranking.txt has {len(got)} lines, not {len(order)}")
for i, (l, p) in enumerate(zip(got, order), 1):
    m = re.fullmatch(r"(\d+)\. (\w+) (\d+(?:\.\d)?)", l)
    need(m, f"the line {l[:60]!r} of ranking.txt does not have the form '1. Olga 1533.7'")
    need(int(m[1]) == i and m[2] == p and same(m[3], want[p][2], 0.0501), f"line {i} of ranking.txt is {l!r}, not '{i}. {p} {want[p][2]:.1f}'")
