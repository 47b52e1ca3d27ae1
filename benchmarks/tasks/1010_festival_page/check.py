"""Check for 1010_festival_page. Run with the work folder as cwd, after the script has run.
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


from bs4 import BeautifulSoup
soup = BeautifulSoup((FILES / "program.html").read_text(encoding="utf-8"), "html.parser")
flat = lambda t: " ".join(t.get_text().split()) if t else ""
want = sorted((a.find("time")["datetime"], flat(a.h3), flat(a.find(class_="stage")))
              for a in soup.find_all("article")
              if "concert" in a["class"] and "cancelled" not in a["class"])
rows = table("concerts.csv", ["start", "title", "stage"])
titles = [r["title"] for r in rows]
missing = [w[1] for w in want if w[1] not in titles]
need(not missing, f"there is no concert with the title {missing[:1]}")
need(len(rows) == len(want), f"{len(rows)} concerts, not {len(want)}")
need(titles == [w[1] for w in want], f"the order is {titles}, not that of the start times")
for r, (s, t, p) in zip(rows, want):
    need(r["start"] == s, f"the start of {t} is {r['start']!r}, not {s!r}")
    need(r["stage"] == p, f"the stage of {t} is {r['stage']!r}, not {p!r}")
