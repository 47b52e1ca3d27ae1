"""Check for 686_http_volunteers. Run with the work folder as cwd, after the script has run.
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


vols = json.loads((Path(__file__).parent / "server.json").read_text())["routes"][0]["json"]["volunteers"]
rows = table("volunteers.csv", ["name", "shifts", "hours"])
want = sorted((v["name"], len(v["shifts"]), sum(s["hours"] for s in v["shifts"])) for v in vols)
need(sorted(r["name"] for r in rows) == [w[0] for w in want], f"the names are {[r['name'] for r in rows]}, not {[w[0] for w in want]}")
need([r["name"] for r in rows] == [w[0] for w in want], "the rows are not sorted by name")
for r, (n, k, h) in zip(rows, want):
    need(same(r["shifts"], k), f"shifts of {n} is {r['shifts']!r}, not {k}")
    need(same(r["hours"], h), f"hours of {n} is {r['hours']!r}, not {h}")
hours = {}
for v in vols:
    for s in v["shifts"]:
        hours[s["area"]] = hours.get(s["area"], 0) + s["hours"]
best = max(hours, key=hours.get)
out = stdout().lower()
need(re.search(rf"\b{best}\b", out), f"the area with the most hours ({best}) is not printed")
need(not [a for a in hours if a != best and re.search(rf"\b{a}\b", out)], "it prints other areas too")
