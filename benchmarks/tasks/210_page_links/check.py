"""Check for 210_page_links. Run with the work folder as cwd, after the script has run.
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


want = [("first steps", "https://www.example.org/guide/first-steps.html"), ("Prices, terms & support", "https://www.example.org/prices.html"),
        ("the big picture", "https://www.example.org/guide/images/overview.html"), ("our partner", "https://partner.example.com/shop?id=7&lang=en"),
        ("community forum", "https://www.example.org/forum/index.html"), ("the old manual", "https://archive.example.net/manual.html"),
        ("Windows", "https://www.example.org/guide/install.html#windows"), ("Linux", "https://www.example.org/guide/install.html#linux")]
got = list(csv.reader(text("links.csv").splitlines(keepends=True)))
got = [[c.strip() for c in r] for r in got if any(c.strip() for c in r)]
need(got and [c.lower() for c in got[0]] == ["text", "url"], f"links.csv has the header {got[:1]}")
need([tuple(r)[1:] for r in got[1:]] == [(u,) for _, u in want], f"the addresses are {[r[-1] for r in got[1:]]}")
for r, (t, u) in zip(got[1:], want):
    need(r[0] == t, f"the text of {u} is {r[0]!r}, not {t!r}")
