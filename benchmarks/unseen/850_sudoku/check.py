"""Check for 850_sudoku. Run with the work folder as cwd, after the script has run.
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


puzzles = [b.split("\n") for b in (FILES / "sudoku.txt").read_text().strip().split("\n\n")]
raw = [l.strip() for l in text("solved.txt").strip().split("\n")]
got = [b.split("\n") for b in re.split(r"\n\n+", "\n".join(raw))] if any(raw) else []
need(len(got) == 3, f"solved.txt has {len(got)} blocks, not 3 with an empty line between them")
full = set("123456789")
for n, (p, g) in enumerate(zip(puzzles, got), 1):
    need(len(g) == 9 and all(len(l) == 9 and set(l) <= full for l in g), f"solution {n} does not have nine lines of nine digits")
    need(all(a in (".", b) for x, y in zip(p, g) for a, b in zip(x, y)), f"solution {n} changes a digit of the puzzle")
    need(all(set(l) == full for l in g), f"a row of solution {n} is wrong")
    need(all({l[c] for l in g} == full for c in range(9)), f"a column of solution {n} is wrong")
    need(all({g[r + i][c + j] for i in range(3) for j in range(3)} == full for r in (0, 3, 6) for c in (0, 3, 6)), f"a block of solution {n} is wrong")
total = sum(int(g[0][:3]) for g in got)
need(has(stdout(), total, 0), f"the sum {total} is not printed")
