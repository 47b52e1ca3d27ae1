"""Check for 1016_train_seats. Run with the work folder as cwd, after the script has run.
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
    why = " ".join(f"{kind.__name__}: {exc}".split())[:250]
    print("the output could not be read: " + why, flush=True)
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
    found = re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", s)
    return [float(x) for x in found]


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


plan = lines((FILES / "seats.txt").read_text())
taken, groups, queue = set(), {}, []


def name_of(r, i):
    return f"{r + 1}{chr(65 + i - plan[r][:i].count(' '))}"


def seat(who, n):
    best = None
    for r, row in enumerate(plan):
        marks = "".join("." if c == "." and (r, i) not in taken else "#" for i, c in enumerate(row))
        for m in re.finditer(r"\.+", marks):
            size = m.end() - m.start()
            if size >= n and (best is None or size < best[0]):
                best = (size, r, m.start())
    if best:
        groups[who] = [(best[1], best[2] + k) for k in range(n)]
        taken.update(groups[who])
    return best is not None


for q in csv.DictReader(open(FILES / "requests.csv", encoding="utf-8")):
    who = q["name"]
    if q["action"] == "book":
        if not seat(who, int(q["people"])):
            queue.append((who, int(q["people"])))
    elif who in groups:
        taken -= set(groups.pop(who))
        queue = [w for w in queue if not seat(*w)]
    else:
        queue = [w for w in queue if w[0] != who]
want = {k: [name_of(*p) for p in v] for k, v in groups.items()}
rows = table("seated.csv", ["name", "seats"])
names = [r["name"] for r in rows]
need(sorted(names) == sorted(want), f"the groups with seats are {names}, not {sorted(want)}")
need(names == sorted(names), "seated.csv is not sorted by name")
for r in rows:
    w = want[r["name"]]
    need(r["seats"].split() == w, f"{r['name']} has the seats {r['seats']!r}, not {' '.join(w)!r}")
got = lines(text("waiting.txt"))
need(got == [w[0] for w in queue], f"waiting.txt holds {got}, not {[w[0] for w in queue]}")
