"""Check for 1012_company_name_docx. Run with the work folder as cwd, after the script has run.
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


import docx
OLD, NEW = "Blue Harbour Ltd", "North Quay Ltd"


def parts(path):
    d = docx.Document(path)
    out = [("paragraph", p.text) for p in d.paragraphs]
    out += [("cell", c.text) for t in d.tables for r in t.rows for c in r.cells]
    out += [("header", p.text) for s in d.sections for p in s.header.paragraphs]
    return out


need(Path("letter_new.docx").is_file(), "letter_new.docx was not made")
old, got = parts(FILES / "letter.docx"), parts("letter_new.docx")
want = [(k, t.replace(OLD, NEW)) for k, t in old]
for kind in ("paragraph", "cell", "header"):
    a = [t for k, t in want if k == kind]
    b = [t for k, t in got if k == kind]
    need(len(a) == len(b), f"letter_new.docx has {len(b)} {kind}s, not {len(a)}")
    for x, y in zip(a, b):
        need(x == y, f"the {kind} {y[:110]!r} should be {x[:110]!r}")
need(Path("letter.docx").read_bytes() == (FILES / "letter.docx").read_bytes(),
     "letter.docx was changed")
n = sum(t.count(OLD) for k, t in old)
need(has(stdout(), n, 0), f"the number of replacements ({n}) is not printed")
