"""Check for 845_pie_chart. Run with the work folder as cwd, after the script has run.
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
rows = list(csv.DictReader(open(FILES / "seats.csv")))
need(Path("pie.png").is_file(), "pie.png was not made")
img = Image.open("pie.png")
need(img.format == "PNG", f"pie.png is a {img.format} file")
need(img.size == (800, 600), f"pie.png is {img.size[0]}x{img.size[1]}, not 800x600")
page = Image.new("RGBA", img.size, "white")
page.alpha_composite(img.convert("RGBA"))
raw = page.convert("RGB").tobytes()
colors = [tuple(int(r["color"][i:i + 2], 16) for i in (1, 3, 5)) for r in rows]
count, xs, ys, dark = [0] * len(rows), [], [], []
seen = {}
for i in range(0, len(raw), 3):
    p = raw[i:i + 3]
    if p not in seen:
        near = [k for k, c in enumerate(colors) if max(abs(a - b) for a, b in zip(p, c)) <= 20]
        seen[p] = near[0] if near else -1 if max(p) < 130 else None
    k = seen[p]
    if k is not None:
        x, y = i // 3 % 800, i // 3 // 800
        if k < 0:
            dark.append((x, y))
        else:
            count[k] += 1
            xs.append(x)
            ys.append(y)
total = sum(count)
need(total > 0.06 * 800 * 600, "the chart does not show big slices in the colors of the file")
seats = [int(r["seats"]) for r in rows]
for r, c, s in zip(rows, count, seats):
    need(abs(c / total - s / sum(seats)) < 0.025, f"{r['color']} covers {c / total:.2f} of the slices, not {s / sum(seats):.2f}")
xs.sort()
ys.sort()
cut = total // 2000  # a few stray pixels do not count
w, h = xs[-1 - cut] - xs[cut] + 1, ys[-1 - cut] - ys[cut] + 1
need(abs(w - h) < 0.08 * w and 0.6 < total / (w * h) < 0.88, f"the slices are not a circle (they cover {total / (w * h):.2f} of {w}x{h} pixels)")
low = source().lower()
need(len(dark) > 30 * len(rows) or ("label" in low and "party" in low), "the slices do not have labels")
