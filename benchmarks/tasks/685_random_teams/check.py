"""Check for 685_random_teams. Run with the work folder as cwd, after the script has run.
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


names = lines((FILES / "children.txt").read_text())
got = {}
for l in lines(stdout()):
    m = re.fullmatch(r"Team ([123])\s*:\s*(.*)", l)
    if m:
        need(m[1] not in got, f"team {m[1]} is printed twice")
        got[m[1]] = [n.strip() for n in m[2].rstrip(".").split(",")]
need(sorted(got) == ["1", "2", "3"], f"there are lines for the teams {sorted(got)}, not for 1, 2 and 3")
for k, team in sorted(got.items()):
    need(len(team) == 4, f"team {k} has {len(team)} children, not 4")
    for n in team:
        need(n in names, f"team {k} has {n!r}, who is not in children.txt")
everyone = [n for team in got.values() for n in team]
for n in names:
    need(everyone.count(n) == 1, f"{n} is in {everyone.count(n)} teams, not in one")
teams = [set(got[k]) for k in "123"]
need(teams != [set(names[i:i + 4]) for i in (0, 4, 8)] and teams != [set(names[i::3]) for i in range(3)], "the teams follow the order of the file")
need(re.search(r"random|secrets|shuffle|permutation", source()), "the teams are not random")
