"""Check for 623_flea_labels. Run with the work folder as cwd, after the script has run.
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


import openpyxl
import pypdf
rows = list(openpyxl.load_workbook(FILES / "stall.xlsx").active.values)[1:]
want = sorted((n, i, p * (100 - (d or 0)) / 100) for n, i, p, s, d in rows if s == "no")
need(Path("labels.pdf").is_file(), "labels.pdf was not made")
pages = pypdf.PdfReader("labels.pdf").pages
need(len(pages) == -(-len(want) // 8), f"labels.pdf has {len(pages)} pages, not {-(-len(want) // 8)}")
flat = lambda s: " ".join(s.split())
for k, page in enumerate(pages):
    w, h = float(page.mediabox.width), float(page.mediabox.height)
    need(abs(w - 595.3) < 2 and abs(h - 841.9) < 2, f"page {k + 1} is {w:.0f} x {h:.0f} points, not A4 upright")
    part = want[8 * k:8 * k + 8]
    plain = flat(page.extract_text())
    for n, i, p in want:
        need((i in plain) == ((n, i, p) in part), f"{i} is {'' if i in plain else 'not '}on page {k + 1}")
    for what, exp in (("price", sorted(f"{p:.2f}" for n, i, p in part)), ("number", sorted(str(n) for n, i, p in part))):
        rx = r"(\d+\.\d\d)\s*EUR" if what == "price" else r"No\.\s*(\d+)"
        found = sorted(re.findall(rx, plain))
        need(found == exp, f"the {what}s on page {k + 1} are {found}, not {exp}")
    # where each text stands on the page: the rows from the top, in a row from the left
    ls = page.extract_text(extraction_mode="layout").splitlines()
    for what, texts in (("item", [re.escape(i) for n, i, p in part]), ("price", [rf"(?<![\d.]){p:.2f}\s*EUR" for n, i, p in part]), ("number", [rf"No\.\s*{n}(?!\d)" for n, i, p in part])):
        low = -1
        for j in range(0, len(part), 2):
            pair = texts[j:j + 2]
            at = next((q for q in range(low + 1, len(ls)) if re.search(pair[0], ls[q])), None)
            need(at is not None, f"on page {k + 1} the {what} of No. {part[j][0]} is not below the row before it")
            if len(pair) == 2:
                m1 = re.search(pair[0], ls[at])
                m2 = re.search(pair[1], ls[at][m1.end():])
                need(m2, f"on page {k + 1} the {what} of No. {part[j + 1][0]} is not to the right of that of No. {part[j][0]}")
            low = at
need(any(re.search(rb"(?<![\w.])(re|l)(?!\w)", p.get_contents().get_data()) for p in pages), "the labels have no frames")
out = nums(stdout())
need(out and len(want) in out and len(pages) in out, f"{len(want)} labels and {len(pages)} pages are not both printed")
