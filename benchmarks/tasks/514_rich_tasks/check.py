"""Check for 514_rich_tasks. Run with the work folder as cwd, after the script has run.
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


tasks = json.loads((FILES / "todo.json").read_text(encoding="utf-8"))
todo = sorted((t for t in tasks if not t["done"]), key=lambda t: t["due"] or "9999")
out = stdout()
ls = lines(re.sub(r"\x1b\[[0-9;]*m", "", out))
need("Open tasks" in out, "the title Open tasks is not printed")
need(any(c in out for c in "┃│┏╭┌|"), "there is no table with lines")
need(any(re.search(r"Due\b.*\bTitle\b.*\bOwner", l) for l in ls), "there is no line with the column names Due, Title, Owner")
at = []
for t in todo:
    hit = [i for i, l in enumerate(ls) if t["title"] in l]
    need(len(hit) == 1, f"the task {t['title']!r} is on {len(hit)} lines, not on one")
    cells = [c.strip() for c in re.split(r"[│┃|║]", ls[hit[0]].strip("│┃|║ "))]
    need(cells == [t["due"] or "-", t["title"], t["owner"]], f"the row of {t['title']!r} is {cells}")
    at.append(hit[0])
need(at == sorted(at), "the tasks are not sorted by due date")
need(not [t for t in tasks if t["done"] and t["title"] in out], "a task that is done is in the table")
n = sum(t["owner"] == "Marta" for t in todo)
rest = " ".join(ls[at[-1] + 1:])
need(has(rest, n, 0) and len(nums(rest)) <= 2, f"the number of open tasks of Marta ({n}) is not printed below the table")
