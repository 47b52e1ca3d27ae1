"""Check for 309_podcast_feed. Run with the work folder as cwd, after the script has run.
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


import html
from datetime import datetime
import xml.etree.ElementTree as ET
want = []
for i in ET.parse(FILES / "feed.xml").getroot().iter("item"):
    d = i.findtext("{http://www.itunes.com/dtds/podcast-1.0.dtd}duration")
    s = sum(int(p) * 60 ** k for k, p in enumerate(d.split(":")[::-1])) if d else None
    want.append((datetime.strptime(i.findtext("pubDate"), "%a, %d %b %Y %H:%M:%S GMT").date().isoformat(), i.findtext("title"), s))
want.sort()
got = table("episodes.csv", ["date", "title", "seconds"])
for i, (g, w) in enumerate(zip(got, want), 1):
    need(g["date"] == w[0], f"row {i} has the date {g['date']!r}, not {w[0]}")
    need(g["title"] == w[1], f"row {i} has the title {g['title']!r}, not {w[1]!r}")
    need(g["seconds"] == "" if w[2] is None else g["seconds"] != "" and same(g["seconds"], w[2], 0), f"row {i} has the seconds {g['seconds']!r}, not {w[2]}")
need(len(got) == len(want), f"{len(got)} episodes, not {len(want)}")
top = max(want, key=lambda w: w[2] or 0)[1]
need(top in stdout(), f"the longest episode ({top}) is not printed")
need(not any(w[1] in stdout() for w in want if w[1] != top), "it prints other titles too")
