"""Check for 211_bike_track. Run with the work folder as cwd, after the script has run.
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


import math
from datetime import datetime
pts = [(float(a), float(b), float(e), datetime.fromisoformat(t)) for a, b, e, t in re.findall(
    r'<trkpt lat="([^"]+)" lon="([^"]+)">\s*<ele>([^<]+)</ele>\s*<time>([^<Z]+)Z?</time>', (FILES / "ride.gpx").read_text())]
dist = climb = 0
for (a, b, e, _), (c, f, g, _) in zip(pts, pts[1:]):
    p, q = math.radians(a), math.radians(c)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(f - b) / 2) ** 2
    dist += 2 * 6371 * math.asin(math.sqrt(h))
    climb += max(0, g - e)
s = int((pts[-1][3] - pts[0][3]).total_seconds())
out = stdout()
def line(word):
    ls = [l for l in lines(out) if re.match(word + r"\b", l, re.I)]
    need(len(ls) == 1, f"{len(ls)} lines start with {word}, not 1")
    return ls[0][len(word):]
need(has(line("Distance"), dist, 0.0101), f"the distance is given as {line('Distance')!r}, not {dist:.2f} km")
need(has(line("Climb"), round(climb), 0.01), f"the climb is given as {line('Climb')!r}, not {climb:.0f} m")
t = re.search(r"(\d+):(\d\d):(\d\d)", line("Time"))
need(t and int(t[1]) * 3600 + int(t[2]) * 60 + int(t[3]) == s, f"the time is given as {line('Time')!r}, not {s} seconds as h:mm:ss")
