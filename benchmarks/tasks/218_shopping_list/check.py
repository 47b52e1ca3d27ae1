"""Check for 218_shopping_list. Run with the work folder as cwd, after the script has run.
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


from fractions import Fraction
import math
UNIT = {"kg": ("g", 1000), "l": ("ml", 1000), "g": ("g", 1), "ml": ("ml", 1), "": ("", 1)}
recipes = {}
for l in (FILES / "recipes.txt").read_text(encoding="utf-8").splitlines():
    if m := re.fullmatch(r"(.+) \(for (\d+) people\)", l.strip()):
        cur = recipes.setdefault(m[1], (int(m[2]), []))
    elif m := re.match(r"-\s*([\d.]+)\s+(?:(kg|g|ml|l)\s+)?(.+)", l.strip()):
        u, f = UNIT[m[2] or ""]
        cur[1].append((m[3].strip().lower(), u, Fraction(m[1]) * f))
need_ = {}
for r in csv.DictReader(open(FILES / "menu.csv", encoding="utf-8")):
    n, parts = recipes[r["recipe"]]
    for i, u, a in parts:
        need_[i, u] = need_.get((i, u), 0) + a * int(r["people"]) / n
for r in csv.DictReader(open(FILES / "pantry.csv", encoding="utf-8")):
    u, f = UNIT[r["unit"].strip()]
    k = r["ingredient"].strip().lower(), u
    if k in need_:
        need_[k] -= Fraction(r["amount"]) * f
want = [(i, math.ceil(a), u) for (i, u), a in sorted(need_.items()) if a > 0]
rows = table("shopping.csv", ["ingredient", "amount", "unit"])
need([r["ingredient"] for r in rows] == [w[0] for w in want], f"the ingredients are {[r['ingredient'] for r in rows]}, not {[w[0] for w in want]}")
for r, (i, a, u) in zip(rows, want):
    need(re.fullmatch(r"\d+(\.0+)?", r["amount"]) and float(r["amount"]) == a, f"the amount of {i} is {r['amount']!r}, not {a}")
    need(r["unit"] == u, f"the unit of {i} is {r['unit']!r}, not {u!r}")
