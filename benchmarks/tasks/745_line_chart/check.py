"""Check for 745_line_chart. Run with the work folder as cwd, after the script has run.
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
need(Path("climate.png").is_file(), "climate.png was not made")
img = Image.open("climate.png")
need(img.format == "PNG", f"climate.png is a {img.format} file")
need(img.size == (800, 400), f"climate.png is {img.size[0]}x{img.size[1]}, not 800x400")
page = Image.new("RGBA", img.size, "white")
page.alpha_composite(img.convert("RGBA"))
px = page.convert("RGB").load()
data = list(csv.DictReader(open(FILES / "climate.csv")))
tests = {"oslo": lambda p: p[2] > 100 and p[2] - p[0] > 60 and p[2] - p[1] > 40, "rome": lambda p: p[0] > 100 and p[0] - p[2] > 60 and p[0] - p[1] > 60}
points = []
for city, colour in tests.items():
    cols = {}
    for x in range(800):
        ys = [y for y in range(400) if colour(px[x, y])]
        if ys:
            cols[x] = ys
    name = {"oslo": "blue", "rome": "red"}[city]
    need(len(cols) > 300, f"there is no {name} line across the chart")
    a, b = min(cols), max(cols)
    for i, r in enumerate(data):
        x = min(b - 1, max(a + 1, round(a + (b - a) * i / (len(data) - 1))))
        points.append((city, i, float(r[city]), cols.get(x, [])))
# the line through the points: y = p * value + q, from the pairs that most points agree with
best = 0
for c1, i1, v1, y1 in points:
    for c2, i2, v2, y2 in points:
        if v2 - v1 > 15 and y1 and y2:
            for s in (y1[len(y1) // 2], y1[-1]):
                for t in (y2[len(y2) // 2], y2[0]):
                    k = (t - s) / (v2 - v1)
                    if k < -2:
                        best = max(best, sum(any(abs(y - s - k * (v - v1)) <= 5 for y in ys) for _, _, v, ys in points))
need(best >= len(points) - 3, f"only {best} of the {len(points)} temperatures are where they should be on the lines")
low = source().lower()
need("mean temperature" in low and "title" in low, "the chart has not the title Mean temperature")
need("legend" in low, "the chart has no legend")
