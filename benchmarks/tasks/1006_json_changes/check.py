"""Check for 1006_json_changes. Run with the work folder as cwd, after the script has run.
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


old = json.loads((FILES / "old.json").read_text(encoding="utf-8"))
new = json.loads((FILES / "new.json").read_text(encoding="utf-8"))
canon = lambda v: json.dumps(v, sort_keys=True)


def flat(v, path=""):
    """Every object and every value with its path."""
    here = {path: v}
    if isinstance(v, dict):
        for k, x in v.items():
            here |= flat(x, f"{path}.{k}" if path else k)
    return here


a, b = flat(old), flat(new)
want = {}
for p in sorted((set(a) | set(b)) - {""}):
    up = p.rpartition(".")[0]
    if not (isinstance(a.get(up), dict) and isinstance(b.get(up), dict)):
        continue
    if p in a and p in b and isinstance(a[p], dict) and isinstance(b[p], dict):
        continue
    if p in a and p in b and canon(a[p]) == canon(b[p]):
        continue
    kind = "removed" if p not in b else "added" if p not in a else "changed"
    want[p] = (kind, a.get(p), b.get(p))
rows = table("changes.csv", ["path", "change", "old", "new"])
paths = [r["path"] for r in rows]
missing = [p for p in want if p not in paths]
need(not missing, f"the difference at {missing[:1]} is missing")
extra = [p for p in paths if p not in want]
need(not extra, f"there is a row for {extra[:1]}, which should not be there")
need(len(paths) == len(set(paths)), "a path has more than one row")
need(paths == sorted(paths), "the rows are not sorted by path")
for r in rows:
    kind, x, y = want[r["path"]]
    need(r["change"] == kind, f"{r['path']} is {r['change']!r}, not {kind!r}")
    for col, v, empty in (("old", x, kind == "added"), ("new", y, kind == "removed")):
        cell = r[col]
        if empty:
            need(cell == "", f"the column {col} of {r['path']} is {cell!r}, not empty")
            continue
        try:
            ok = canon(json.loads(cell)) == canon(v)
        except ValueError:
            ok = False
        need(ok, f"the column {col} of {r['path']} is {cell!r}, not {json.dumps(v)!r}")
