"""Check for 214_certificates_pdf. Run with the work folder as cwd, after the script has run.
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


import pypdf
need(Path("certificates.pdf").is_file(), "certificates.pdf was not made")
pages = pypdf.PdfReader("certificates.pdf").pages
want = [r for r in csv.DictReader(open(FILES / "results.csv", encoding="utf-8")) if r["points"] and int(r["points"]) >= 60]
need(len(pages) == len(want), f"certificates.pdf has {len(pages)} pages, not {len(want)}")
for n, (p, w) in enumerate(zip(pages, want), 1):
    size = float(p.mediabox.width), float(p.mediabox.height)
    if (p.rotation or 0) % 180:
        size = size[::-1]
    need(abs(size[0] - 841.9) < 2 and abs(size[1] - 595.3) < 2, f"page {n} is {size[0]:.0f} x {size[1]:.0f} points, not A4 in landscape format")
    t = " ".join(p.extract_text().split())
    for x in (w["name"], w["course"], w["points"] + " of 100 points"):
        need(x.replace(" ", "").lower() in t.replace(" ", "").lower(), f"page {n} does not have {x!r}")
    need(re.search("certificate", t, re.I), f"page {n} does not have the word Certificate")
    need(not [v["name"] for v in want if v["name"] != w["name"] and v["name"] in t], f"page {n} has another name too")
need(has(stdout(), len(want), 0), f"the number of pages ({len(want)}) is not printed")
