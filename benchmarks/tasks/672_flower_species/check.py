"""Check for 672_flower_species. Run with the work folder as cwd, after the script has run.
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
known = [(float(r["petal_length"]), float(r["petal_width"]), r["species"]) for r in csv.DictReader(open(FILES / "flowers.csv"))]
unknown = [(float(r["petal_length"]), float(r["petal_width"])) for r in csv.DictReader(open(FILES / "unknown.csv"))]
want = []
for l, w in unknown:
    near = sorted(known, key=lambda k: (k[0] - l) ** 2 + (k[1] - w) ** 2)[:3]
    want.append(Counter(k[2] for k in near).most_common(1)[0][0])
rows = table("predictions.csv", ["petal_length", "petal_width", "species"])
need(len(rows) == len(unknown), f"{len(rows)} rows, not {len(unknown)}")
for i, (r, u, w) in enumerate(zip(rows, unknown, want), 1):
    need(same(r["petal_length"], u[0], 1e-6) and same(r["petal_width"], u[1], 1e-6), f"row {i} has {r['petal_length']} and {r['petal_width']}, not {u[0]} and {u[1]}")
    need(r["species"] == w, f"the species in row {i} is {r['species']}, not {w}")
out = stdout()
for s, n in Counter(want).items():
    need(re.search(rf"\b{s}\b\W{{0,20}}{n}\b|\b{n}\W{{0,20}}(?:of |x |flowers? of )?\W*{s}\b", out) or any(s in l and has(l, n, 0) for l in lines(out)), f"it does not print that there are {n} of {s}")
