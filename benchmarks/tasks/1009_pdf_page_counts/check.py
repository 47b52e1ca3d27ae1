"""Check for 1009_pdf_page_counts. Run with the work folder as cwd, after the script has run.
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


import pypdf
want = [(p.name, len(pypdf.PdfReader(p).pages)) for p in sorted((FILES / "scans").iterdir())
        if p.suffix.lower() == ".pdf"]
got = lines(stdout())
at = []
for name, n in want:
    hit = [i for i, l in enumerate(got) if name in l]
    need(len(hit) == 1, f"{len(hit)} lines with {name}, not one")
    rest = got[hit[0]].replace(name, " ")
    need(nums(rest) == [n], f"the line {got[hit[0]]!r} does not give {n} pages for {name}")
    at.append(hit[0])
need(at == sorted(at), "the lines are not sorted by name")
others = [p.name for p in (FILES / "scans").iterdir() if p.suffix.lower() != ".pdf"]
need(not any(o in l for o in others for l in got), "it prints files that are not PDF files")
total = sum(n for _, n in want)
m = re.search(r"total\W*(\d+)", got[-1], re.I)
need(m and int(m[1]) == total, f"the last line is {got[-1]!r}, not Total: {total}")
