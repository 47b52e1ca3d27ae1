"""Check for 695_poker_hands. Run with the work folder as cwd, after the script has run.
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


from collections import Counter
names = ["high card", "pair", "two pair", "three of a kind", "straight", "flush", "full house", "four of a kind", "straight flush"]


def value(cards):
    r = [2 + "23456789TJQKA".index(c[0]) for c in cards]
    n = Counter(r)
    key = sorted(n, key=lambda x: (n[x], x), reverse=True)
    if set(r) == {14, 2, 3, 4, 5}:
        key = [5, 4, 3, 2, 1]
    row = len(key) == 5 and key[0] - key[4] == 4
    suit = len({c[1] for c in cards}) == 1
    top = sorted(n.values(), reverse=True)[:2]
    k = 8 if row and suit else 7 if top[0] == 4 else 6 if top == [3, 2] else 5 if suit else 4 if row else 3 if top[0] == 3 else 2 if top == [2, 2] else top[0] == 2
    return int(k), key


want, wins = [], Counter()
for l in lines((FILES / "hands.txt").read_text()):
    a, b = value(l.split()[:5]), value(l.split()[5:])
    want.append((names[a[0]], names[b[0]], "Anna" if a > b else "Ben" if b > a else "tie"))
    wins[want[-1][2]] += 1
rows = table("results.csv", ["game", "anna", "ben", "winner"])
need(len(rows) == len(want), f"results.csv has {len(rows)} rows, not {len(want)}")
for i, (r, w) in enumerate(zip(rows, want), 1):
    need(r["game"] == str(i), f"row {i} has the game {r['game']!r}")
    got = r["anna"].lower(), r["ben"].lower(), r["winner"]
    need(got[0] == w[0], f"the hand of Anna in game {i} is {got[0]!r}, not {w[0]!r}")
    need(got[1] == w[1], f"the hand of Ben in game {i} is {got[1]!r}, not {w[1]!r}")
    need(got[2] == w[2], f"the winner of game {i} is {got[2]!r}, not {w[2]!r}")
out = stdout()
for n in ("Anna", "Ben"):
    m = re.search(rf"^\s*{n}\s*:\s*(\d+)\s*$", out, re.M)
    need(m, f"the line '{n}: {wins[n]}' is not printed")
    need(int(m[1]) == wins[n], f"it prints {m[1]} games won by {n}, not {wins[n]}")
