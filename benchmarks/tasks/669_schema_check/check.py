"""Check for 669_schema_check. Run with the work folder as cwd, after the script has run.
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


import io, jsonschema
books, schema = (json.loads((FILES / n).read_text()) for n in ("books.json", "schema.json"))
errors = [[e.message for e in jsonschema.Draft202012Validator(schema).iter_errors(b)] for b in books]
want = [b for b, e in zip(books, errors) if not e]
got = json.loads(text("valid.json"))
need(isinstance(got, list), "valid.json is not a list")
need(got == want, f"valid.json holds {[b.get('title') for b in got]}, not {[b['title'] for b in want]}")
rows = [r for r in csv.reader(io.StringIO(text("invalid.csv"))) if any(c.strip() for c in r)]
need(rows and [c.strip().lower() for c in rows[0]] == ["title", "error"], f"the header of invalid.csv is {rows[:1]}, not title and error")
bads = [(b["title"], e) for b, e in zip(books, errors) if e]
need([r[0] for r in rows[1:]] == [t for t, _ in bads], f"invalid.csv holds {[r[0] for r in rows[1:]]}, not {[t for t, _ in bads]}")
for r, (t, e) in zip(rows[1:], bads):
    need(len(r) == 2 and any(m in r[1] for m in e), f"the error of {t} is {r[1:]}, not {e[0]!r}")
