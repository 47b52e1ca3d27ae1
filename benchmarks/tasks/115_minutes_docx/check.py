"""Check for 115_minutes_docx. Run with the work folder as cwd, after the script has run.
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


import docx
need(Path("minutes.docx").is_file(), "minutes.docx was not made")
d = docx.Document("minutes.docx")
names = [r["name"] for r in csv.DictReader(open(FILES / "attendance.csv", encoding="utf-8")) if r["present"] == "yes"]
topics = list(csv.DictReader(open(FILES / "topics.csv", encoding="utf-8")))
n = sum(not t["due"] for t in topics)
parts = []
for e in d.element.body.iterchildren():
    tag = e.tag.rsplit("}", 1)[-1]
    if tag == "p":
        p = docx.text.paragraph.Paragraph(e, d)
        if p.text.strip():
            parts.append((p.style.name, " ".join(p.text.split())))
    elif tag == "tbl":
        parts.append(("TABLE", ""))
need(len(d.tables) == 1, f"{len(d.tables)} tables, not 1")
need([p[0] == "TABLE" for p in parts] == [False, False, True, False], f"it does not hold a heading, a paragraph, a table and a paragraph, but {[p[1] or p[0] for p in parts]}")
need(parts[0] == ("Heading 1", "Board meeting"), f"the heading is {parts[0]}")
need(re.fullmatch(r"Present: ?" + re.escape(", ".join(names)) + r"\.?", parts[1][1]), f"the paragraph is {parts[1][1]!r}")
need(re.fullmatch(rf"Open topics: ?{n}\.?", parts[3][1]), f"the last paragraph is {parts[3][1]!r}, not 'Open topics: {n}'")
want = [["Topic", "Owner", "Due"]] + [[t["topic"], t["owner"], t["due"] or "open"] for t in topics]
got = [[c.text.strip() for c in r.cells] for r in d.tables[0].rows]
need(len(got) == len(want), f"the table has {len(got)} rows, not {len(want)}")
for g, w in zip(got, want):
    need(g == w, f"a row of the table is {g}, not {w}")
