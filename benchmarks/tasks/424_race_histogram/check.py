"""Check for 424_race_histogram. Run with the work folder as cwd, after the script has run.
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


from statistics import median
from PIL import Image
mins = []
for r in csv.DictReader(open(FILES / "runners.csv")):
    h, m, s = map(int, r["time"].split(":"))
    mins.append(h * 60 + m + s / 60)
want = [sum(150 + 15 * i <= t < 165 + 15 * i for t in mins) for i in range(12)]
need(Path("times.png").is_file(), "times.png was not made")
img = Image.open("times.png")
need(img.format == "PNG", f"times.png is a {img.format} file")
img = img.convert("RGBA")
page = Image.new("RGBA", img.size, "white")
page.alpha_composite(img)
img = page.convert("RGB")
w, h = img.size
need(w >= 300 and h >= 200, f"the picture is only {w}x{h}")
px = img.load()
green = lambda p: p[1] - p[0] > 25 and p[1] - p[2] > 25
cols = [sum(green(px[x, y]) for y in range(h)) for x in range(w)]
wide = [x for x in range(w) if cols[x] >= 5]
need(wide, "the picture has no green bars")
x0, x1 = wide[0], wide[-1] + 1
step = (x1 - x0) / 12
mid = [int(x0 + step * (i + 0.5)) for i in range(12)]
got = [sorted(cols[x - 2:x + 3])[2] for x in mid]
for i, (g, v) in enumerate(zip(got, want)):
    need(abs(g / max(got) - v / max(want)) < 0.045, f"bar {i + 1} from {150 + 15 * i} has {g / max(got):.2f} of the height of the tallest bar, not {v / max(want):.2f}")
light = lambda x, y: max(px[x, y])
near = max(5, int(step * 0.15))
for i in range(11):
    low = mid[i] if got[i] <= got[i + 1] else mid[i + 1]
    ys = [y for y in range(h) if green(px[low, y])]
    ys = ys[len(ys) // 4:-(len(ys) // 4)]
    body = sorted(light(low, y) for y in ys)[len(ys) // 2]
    x = round(x0 + step * (i + 1))
    dark = [min(light(k, y) for k in range(x - near, x + near + 1)) < 0.8 * body for y in ys]
    need(sum(dark) > len(dark) / 2, "the bars have no black edges")
low = source().lower()
need("minutes" in low and "runners" in low and "label" in low, "the axes are not labelled Minutes and Runners")
need(has(stdout(), round(median(mins), 1), 0.001), f"the median {median(mins):.1f} is not printed")
