"""Check for 952_http_crawl. Run with the work folder as cwd, after the script has run.
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


want = sorted([("/", "Home"), ("/about.html", "About us & our dog"), ("/blog/first.html", "First post"), ("/blog/second.html", "Second post"),
               ("/docs/", "Docs"), ("/docs/faq.html", "Questions"), ("/docs/intro.html", "Intro"), ("/docs/setup/linux.html", "Setup: Linux"), ("/team.html", "Team")])
bad_links = sorted([("/", "/old/start.html"), ("/about.html", "/press.html"), ("/blog/first.html", "/images/party.jpg"), ("/blog/second.html", "/blog/third.html"),
                    ("/docs/intro.html", "/docs/setup/windows.html"), ("/team.html", "/press.html")])
rows = [(r["path"], " ".join(r["title"].split())) for r in csv.DictReader(text("pages.csv").splitlines(True)) if "path" in r and "title" in r]
head = [c.strip() for c in next(csv.reader(text("pages.csv").splitlines()), [])]
need(head == ["path", "title"], f"pages.csv has the header {head}, not ['path', 'title']")
paths = [r[0] for r in rows]
for p, t in want:
    need(p in paths, f"the page {p} is not in pages.csv")
extra = [p for p in paths if p not in dict(want)]
need(not extra and len(paths) == len(want), f"pages.csv has a row too many, {(extra or ['a page twice'])[0]}")
need(paths == [w[0] for w in want], "pages.csv is not sorted by path")
for (p, g), (_, t) in zip(rows, want):
    need(g == t, f"the title of {p} is {g!r}, not {t!r}")
got = [(r["page"], r["link"]) for r in table("broken.csv", ["page", "link"])]
for i, (g, w) in enumerate(zip(got, bad_links), 1):
    need(g == w, f"row {i} of broken.csv is {g}, not {w}")
need(len(got) == len(bad_links), f"broken.csv has {len(got)} rows, not {len(bad_links)}")
need(has(stdout(), len(want), 0), f"the number of pages ({len(want)}) is not printed")
