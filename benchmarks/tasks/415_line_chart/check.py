"""Check for 415_line_chart. Run with the work folder as cwd, after the script has run.
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


from PIL import Image
want = [float(r["degrees"]) for r in csv.DictReader(open(FILES / "climate.csv"))]
need(Path("climate.png").is_file(), "climate.png was not made")
img = Image.open("climate.png")
need(img.format == "PNG", f"climate.png is a {img.format} file")
img = img.convert("RGBA")
page = Image.new("RGBA", img.size, "white")
page.alpha_composite(img)
img = page.convert("RGB")
w, h = img.size
need(w >= 200 and h >= 150, f"the picture is only {w}x{h}")
px = img.load()
red = lambda p: p[0] > 120 and p[0] - p[1] > 60 and p[0] - p[2] > 60
todo, parts = {(x, y) for x in range(w) for y in range(h) if red(px[x, y])}, []
while todo:  # the connected red areas, with small gaps allowed; a legend is another area than the line
    edge = [todo.pop()]
    parts.append(set(edge))
    while edge:
        x, y = edge.pop()
        near = {(x + i, y + j) for i in range(-4, 5) for j in range(-4, 5)} & todo
        todo -= near
        parts[-1] |= near
        edge += near
need(parts, "the chart shows no red line")
line = max(parts, key=len)
x0 = min(x for x, y in line)
width = max(x for x, y in line) - x0 + 1
cols = [[y for X, y in line if X == x] for x in range(w)]
need(width >= w / 3, "the chart shows no red line across it")
at = []
for i in range(len(want)):
    x = min(max(x0 + round(i * (width - 1) / (len(want) - 1)), x0 + 1), x0 + width - 2)
    ys = next(cols[x + d] for d in (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5) if 0 <= x + d < w and cols[x + d])
    at.append(sum(ys) / len(ys))
lo, hi = want.index(min(want)), want.index(max(want))
need(at[lo] - at[hi] > h / 5, "the red line does not rise to the highest temperature")
for i, (y, v) in enumerate(zip(at, want)):
    g = (at[lo] - y) / (at[lo] - at[hi])
    t = (v - want[lo]) / (want[hi] - want[lo])
    need(abs(g - t) < 0.07, f"point {i + 1} of the line is at {g:.2f} of its height, not {t:.2f}")
low = source().lower()
need("month" in low and "degrees" in low and "label" in low, "the axes are not labelled Month and Degrees")
need("title" in low and "oslo" in low, "the chart does not have the title Oslo")
