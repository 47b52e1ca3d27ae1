"""Check for 617_shoe_scatter. Run with the work folder as cwd, after the script has run.
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


import numpy as np
from PIL import Image
from scipy import ndimage
people = sorted((float(r["height_cm"]), float(r["shoe_size"])) for r in csv.DictReader(open(FILES / "people.csv")))
need(Path("scatter.png").is_file(), "scatter.png was not made")
img = Image.open("scatter.png")
need(img.format == "PNG", f"scatter.png is a {img.format} file")
img = img.convert("RGBA")
page = Image.new("RGBA", img.size, "white")
page.alpha_composite(img)
px = np.asarray(page.convert("RGB")).astype(int)
need(px.shape[1] >= 600, f"the picture is only {px.shape[1]} pixels wide")
red = (px[..., 0] > 120) & (px[..., 0] - px[..., 1] > 70) & (px[..., 0] - px[..., 2] > 70)
label, n = ndimage.label(red, np.ones((3, 3)))
ids = range(1, n + 1)
spots = [(c[1], c[0]) for c, k in zip(ndimage.center_of_mass(red, label, ids), ndimage.sum(red, label, ids)) if k >= 6]
need(len(spots) == len(people), f"the picture shows {len(spots)} separate red dots, not {len(people)}")
spots.sort()
for axis, name, sign in ((0, "horizontal", 1), (1, "vertical", -1)):
    v, p = [q[axis] for q in people], [q[axis] for q in spots]
    a, b = np.polyfit(v, p, 1)
    need(a * sign > 0, f"the {name} axis runs the wrong way or holds something else")
    off = max(abs(a * x + b - y) for x, y in zip(v, p))
    need(off < 0.02 * abs(a) * (max(v) - min(v)), f"the {name} position of a dot does not fit the data")
low = " ".join(source().lower().split())
need("height (cm)" in low and "shoe size" in low, "the axes are not labelled Height (cm) and Shoe size")
