"""Check for 315_isbn_lookup. Run with the work folder as cwd, after the script has run.
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


spec = json.loads((Path(__file__).parent / "server.json").read_text(encoding="utf-8"))
known = {r["path"].rsplit("/", 1)[1]: r["json"] for r in spec["routes"] if r.get("status", 200) == 200}
seen, books, problems, invalid = set(), [], [], set()
for l in lines((FILES / "isbns.txt").read_text()):
    n = l.replace("-", "").replace(" ", "")
    if n in seen:
        continue
    seen.add(n)
    if not (len(n) == 13 and n.isdigit() and sum(int(c) * (1, 3)[i % 2] for i, c in enumerate(n)) % 10 == 0):
        problems.append((l, "invalid"))
        invalid.add(n)
        continue
    if n in known:
        b = known[n]
        books.append((n, b["title"], "; ".join(b["authors"]), "" if b["year"] is None else str(b["year"])))
    else:
        problems.append((l, "unknown"))
for name, columns, want in (("books.csv", ["isbn", "title", "authors", "year"], books), ("problems.csv", ["isbn", "problem"], problems)):
    got = [tuple(r[c] for c in columns) for r in table(name, columns)]
    if name == "books.csv":
        got = [g[:3] + (re.sub(r"\.0$", "", g[3]),) for g in got]
    for i, (g, w) in enumerate(zip(got, want), 1):
        need(g == w, f"row {i} of {name} is {g}, not {w}")
    need(len(got) == len(want), f"{name} has {len(got)} rows, not {len(want)}")
log = [json.loads(l) for l in lines(Path(os.environ["CODE_IT_REQUESTS"]).read_text())]
asked = {re.sub(r"%20|[-+ ]", "", r["path"].rsplit("/", 1)[-1]) for r in log if r["path"].startswith("/books/")}
need(not asked & invalid, f"the server was asked for {sorted(asked & invalid)}, which is invalid")
need(asked - {""}, "the server was not asked")
