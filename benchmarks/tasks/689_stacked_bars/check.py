"""Check for 689_stacked_bars. Run with the work folder as cwd, after the script has run.
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
data = [(float(r["paper"]), float(r["glass"])) for r in csv.DictReader(open(FILES / "recycling.csv"))]
need(Path("recycling.png").is_file(), "recycling.png was not made")
img = Image.open("recycling.png")
need(img.format == "PNG", f"recycling.png is a {img.format} file")
img = img.convert("RGBA")
page = Image.new("RGBA", img.size, "white")
page.alpha_composite(img)
img = page.convert("RGB")
w, h = img.size
need(w >= 200 and h >= 150, f"the picture is only {w}x{h}")
px = img.load()
blue = lambda p: p[2] > 100 and p[2] - p[0] > 40 and p[2] - p[1] > 20
green = lambda p: p[1] > 90 and p[1] - p[0] > 40 and p[1] - p[2] > 40


def blocks(colour):
    """The connected areas of this colour as boxes (left, top, right, bottom), without the tiny ones."""
    todo, found = {(x, y) for x in range(w) for y in range(h) if colour(px[x, y])}, []
    while todo:
        edge = [todo.pop()]
        x0, y0, x1, y1 = edge[0] * 2
        while edge:
            x, y = edge.pop()
            x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
            near = {(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)} & todo
            todo -= near
            edge += near
        if x1 - x0 >= 5 and y1 - y0 >= 2:
            found.append((x0, y0, x1, y1))
    return sorted(found)


b, g = blocks(blue), blocks(green)
need(b, "the chart shows no blue bar")
need(g, "the chart shows no green bar")
floor = max(x[3] for x in b)
b = [x for x in b if abs(x[3] - floor) <= 4]  # the legend's patch is higher up
need(len(b) == len(data), f"{len(b)} blue bars stand on the axis, not {len(data)}")
scale = sum(x[3] - x[1] + 1 for x in b) / sum(d[0] for d in data)
for i, ((x0, y0, x1, y1), (paper, glass)) in enumerate(zip(b, data)):
    need(abs((y1 - y0 + 1) / scale - paper) < 2.5, f"the blue part of bar {i + 1} is {(y1 - y0 + 1) / scale:.1f} high, not {paper} (in the scale of the blue parts)")
    top = [q for q in g if abs(q[0] - x0) <= 4 and abs(q[2] - x1) <= 4 and abs(q[3] - y0) <= 5]
    need(len(top) == 1, f"there is no green part right on top of the blue part of bar {i + 1}")
    t = (top[0][3] - top[0][1] + 1) / scale
    need(abs(t - glass) < 2.5, f"the green part of bar {i + 1} is {t:.1f} high, not {glass}")
need(scale * 100 < h, "the vertical axis does not go up to 100")
legend = [q for c in (blocks(blue), blocks(green)) for q in c if q[3] < floor - 62 * scale]
low = source().lower()
need("legend" in low and "paper" in low and "glass" in low, "there is no legend with Paper and Glass")
need(len(legend) >= 2, "there is no legend with a blue and a green sample at the top of the chart")
need("label" in low and "tonnes" in low, "the vertical axis is not labelled Tonnes")
need("title" in low and "recycling" in low, "the chart does not have the title Recycling")
