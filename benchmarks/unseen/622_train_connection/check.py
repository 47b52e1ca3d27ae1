"""Check for 622_train_connection. Run with the work folder as cwd, after the script has run.
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


rows = [dict(zip(("train", "from", "departs", "to", "arrives"), l.split("\t"))) for l in (FILES / "trains.tsv").read_text().splitlines()[1:]]
mins = lambda s: int(s[:2]) * 60 + int(s[3:])
found, todo = [], [[r] for r in rows if r["from"] == "Ashford" and mins(r["departs"]) >= 480]
while todo:
    path = todo.pop()
    last = path[-1]
    if last["to"] == "Quill":
        found.append(path)
        continue
    for r in rows:
        if r["from"] == last["to"] and r not in path and mins(r["departs"]) - mins(last["arrives"]) >= (0 if r["train"] == last["train"] else 6):
            todo.append(path + [r])
best = min(p[-1]["arrives"] for p in found)
best = [p for p in found if p[-1]["arrives"] == best]
assert len(best) == 1
want = [f"{r['train']} {r['from']} {r['departs']} - {r['to']} {r['arrives']}" for r in best[0]]
got = [" ".join(re.sub("[\u2013\u2014]", "-", l).split()) for l in lines(stdout())]
need(got and re.fullmatch(r"arrival:? \d\d:\d\d", got[-1], re.I), "the last line is not the arrival")
need(got[-1][-5:] == best[0][-1]["arrives"], f"the arrival is {got[-1][-5:]}, not {best[0][-1]['arrives']}")
for i, (g, w) in enumerate(zip(got, want), 1):
    need(g == w, f"line {i} is {g!r}, not {w!r}")
need(len(got) == len(want) + 1, f"{len(got)} lines, not {len(want)} rides and the arrival")
