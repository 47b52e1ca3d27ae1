"""Check for 119_maze_keys. Run with the work folder as cwd, after the script has run.
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


from collections import deque
maze = (FILES / "maze.txt").read_text().split()
start = next((y, x) for y, r in enumerate(maze) for x, c in enumerate(r) if c == "S")
STEP = {"U": (-1, 0), "D": (1, 0), "L": (0, -1), "R": (0, 1)}


def go(state, m):
    (y, x), keys = state
    y, x = y + STEP[m][0], x + STEP[m][1]
    if not (0 <= y < len(maze) and 0 <= x < len(maze[y])) or maze[y][x] == "#":
        return None
    c = maze[y][x]
    if c.isupper() and c not in "SE" and c.lower() not in keys:
        return None
    return (y, x), keys | {c} if c.islower() else keys


dist, queue, best = {(start, frozenset()): 0}, deque([(start, frozenset())]), None
while queue:
    s = queue.popleft()
    if maze[s[0][0]][s[0][1]] == "E":
        best = dist[s]
        break
    for m in STEP:
        n = go(s, m)
        if n and n not in dist:
            dist[n] = dist[s] + 1
            queue.append(n)
moves = "".join(text("moves.txt").split()).upper()
need(moves and set(moves) <= set("UDLR"), f"moves.txt does not hold a line of the letters U, D, L and R: {moves[:60]!r}")
s = (start, frozenset())
for i, m in enumerate(moves, 1):
    s = go(s, m)
    need(s, f"step {i} ({m}) goes into a wall or a closed door")
need(maze[s[0][0]][s[0][1]] == "E", f"the way ends at {s[0]}, not at the exit")
need(len(moves) == best, f"the way has {len(moves)} steps, the shortest has {best}")
need(nums(stdout()) and nums(stdout())[0] == best, f"the number of steps ({best}) is not printed")
