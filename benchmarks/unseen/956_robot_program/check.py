"""Check for 956_robot_program. Run with the work folder as cwd, after the script has run.
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


grid = (FILES / "room.txt").read_text().split()
prog = [l.split() for l in (FILES / "program.txt").read_text().splitlines() if l.strip() and l.strip()[0] != ";"]
r = next(i for i, l in enumerate(grid) if "S" in l)
c, d, steps, i, stack = grid[r].index("S"), 0, 0, 0, []
seen = {(r, c)}
while i < len(prog):
    op = prog[i][0]
    if op == "FORWARD":
        for _ in range(int(prog[i][1])):
            y, x = r + (-1, 0, 1, 0)[d], c + (0, 1, 0, -1)[d]
            if not (0 <= y < len(grid) and 0 <= x < len(grid[0])) or grid[y][x] == "#":
                break
            r, c, steps = y, x, steps + 1
            seen.add((r, c))
    elif op == "REPEAT":
        stack.append([i, int(prog[i][1])])
    elif op == "END":
        stack[-1][1] -= 1
        if stack[-1][1]:
            i = stack[-1][0]
        else:
            stack.pop()
    else:
        d = (d + {"LEFT": 3, "RIGHT": 1}[op]) % 4
    i += 1
want = ["".join("^>v<"[d] if (y, x) == (r, c) else "*" if (y, x) in seen else v for x, v in enumerate(l)) for y, l in enumerate(grid)]
got = lines(text("track.txt"))
need(len(got) == len(want), f"track.txt has {len(got)} lines, not {len(want)}")
need([len(g) for g in got] == [len(w) for w in want], "the lines of track.txt are not as long as those of the map")
diff = [(y, x) for y in range(len(want)) for x in range(len(want[0])) if got[y][x] != want[y][x]]
need(not diff, f"row {diff[0][0] + 1}, column {diff[0][1] + 1} of track.txt is {got[diff[0][0]][diff[0][1]]!r}, not {want[diff[0][0]][diff[0][1]]!r}" if diff else "")
need(has(stdout(), steps, 0), f"the number of steps ({steps}) is not printed")
