"""Check for 417_docx_minutes. Run with the work folder as cwd, after the script has run.
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
data = json.loads((FILES / "minutes.json").read_text(encoding="utf-8"))
need(Path("minutes.docx").is_file(), "minutes.docx was not made")
doc = docx.Document("minutes.docx")
paras, tables = [], []
for i, el in enumerate(doc.element.body):
    if el.tag.endswith("}p"):
        p = docx.text.paragraph.Paragraph(el, doc)
        if p.text.strip():
            paras.append((i, p.style.name, " ".join(p.text.split())))
    elif el.tag.endswith("}tbl"):
        tables.append((i, docx.table.Table(el, doc)))
need(paras, "the document has no text")
need(paras[0][2] == data["title"] and re.match(r"Title|Heading", paras[0][1]), f"it starts with {paras[0][2]!r} in the style {paras[0][1]}, not with the title as a heading")
dated = [i for i, s, t in paras[1:] if data["date"] in t or all(x in t for x in ("14", "Mar", "2024"))]
need(dated, "no paragraph has the date")
bullets = [(i, t) for i, s, t in paras if s == "List Bullet"]
need([t for i, t in bullets] == data["present"], f"the paragraphs in the style List Bullet are {[t for i, t in bullets]}, not {data['present']}")
need(len(tables) == 1, f"{len(tables)} tables, not 1")
need(dated[0] < bullets[0][0] and bullets[-1][0] < tables[0][0], "the date, the names and the table are not in this order")
got = [[" ".join(c.text.split()) for c in row.cells] for row in tables[0][1].rows]
want = [["Decision", "Owner", "Due"]] + [[d["text"], d["owner"], d["due"]] for d in data["decisions"]]
need(len(got) == len(want), f"the table has {len(got)} rows, not {len(want)}")
for g, w in zip(got, want):
    need(g == w, f"the table has the row {g}, not {w}")
