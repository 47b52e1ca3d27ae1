"""Check for 418_book_lookup. Run with the work folder as cwd, after the script has run.
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
known = {r["path"].split("/")[-1]: r["json"] for r in spec["routes"]}
isbns = lines((FILES / "isbns.txt").read_text())
want = [i for i in isbns if i in known]
rows = table("books.csv", ["isbn", "title", "authors", "pages"])
need(sorted(r["isbn"] for r in rows) == sorted(want), f"the ISBNs are {[r['isbn'] for r in rows]}, not {want}")
for r in rows:
    b = known[r["isbn"]]
    need(r["title"] == b["title"], f"the title of {r['isbn']} is {r['title']!r}, not {b['title']!r}")
    a = " and ".join(x["name"] for x in b["authors"])
    need(r["authors"] == a, f"the authors of {r['isbn']} are {r['authors']!r}, not {a!r}")
    need(same(r["pages"], b["pages"], 0), f"{r['isbn']} has {b['pages']} pages, not {r['pages']}")
out = stdout()
for i in isbns:
    need((i in out) == (i not in known), f"the unknown ISBN {i} is not printed" if i not in known else f"{i} is printed, but it is a known book")
