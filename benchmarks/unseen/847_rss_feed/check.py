"""Check for 847_rss_feed. Run with the work folder as cwd, after the script has run.
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


import xml.etree.ElementTree as ET
from datetime import datetime
from email.utils import format_datetime
text("feed.xml")
root = ET.fromstring(Path("feed.xml").read_bytes())
need(root.tag == "rss" and root.get("version") == "2.0", f"the outermost element is {root.tag} with version {root.get('version')!r}, not rss with version '2.0'")
need(len(root.findall("channel")) == 1, "rss does not hold exactly one channel")
ch = root.find("channel")
flat = lambda e, k: " ".join((e.findtext(k) or "").split())
for k, w in (("title", "Allotment News"), ("link", "https://example.org/"), ("description", "News from the gardens")):
    need(flat(ch, k) == w, f"{k} of the channel is {flat(ch, k)!r}, not {w!r}")
want = sorted(csv.DictReader(open(FILES / "posts.csv", encoding="utf-8")), key=lambda r: r["date"], reverse=True)
items = ch.findall("item")
need(len(items) == len(want), f"the channel has {len(items)} items, not {len(want)}")
for i, (e, w) in enumerate(zip(items, want), 1):
    day = format_datetime(datetime.strptime(w["date"] + " +0000", "%Y-%m-%d %H:%M %z"))
    for k, v in (("title", w["title"]), ("link", w["url"]), ("description", w["summary"]), ("pubDate", day)):
        need(flat(e, k) == v, f"{k} of item {i} is {flat(e, k)!r}, not {v!r}")
