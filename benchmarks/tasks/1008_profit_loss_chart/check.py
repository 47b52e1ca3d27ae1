"""Check for 1008_profit_loss_chart. Run with the work folder as cwd, after the script has run.
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


from PIL import Image
rows = list(csv.DictReader(open(FILES / "shop.csv")))
money = lambda s: int(s.replace(",", ""))
want = [money(r["income"]) - money(r["expenses"]) for r in rows]
need(Path("results.png").is_file(), "results.png was not made")
img = Image.open("results.png")
need(img.format == "PNG", f"results.png is a {img.format} file")
img = img.convert("RGBA")
page = Image.new("RGBA", img.size, "white")
page.alpha_composite(img)
img = page.convert("RGB")
w, h = img.size
need(w >= 200 and h >= 150, f"the picture is only {w}x{h}")
px = img.load()
green = lambda p: p[1] - p[0] > 40 and p[1] - p[2] > 20
red = lambda p: p[0] - p[1] > 60 and p[0] - p[2] > 60
cols = [[[y for y in range(h) if f(px[x, y])] for f in (green, red)] for x in range(w)]
runs, start = [], None
for x in range(w + 1):
    on = x < w and max(len(c) for c in cols[x]) >= 3
    if on and start is None:
        start = x
    elif not on and start is not None:
        if x - start >= 4:
            runs.append((start, x))
        start = None
need(len(runs) == len(want), f"the chart has {len(runs)} separate bars, not {len(want)}")
sizes, zeros = [], []
for (a, b), v, r in zip(runs, want, rows):
    g, m = cols[(a + b) // 2]
    need((len(g) > len(m)) == (v > 0), f"the bar of {r['month']} has the wrong color")
    ys = g if v > 0 else m
    sizes.append(ys[-1] - ys[0] + 1)
    zeros.append(ys[-1] if v > 0 else ys[0])
zero = sorted(zeros)[len(zeros) // 2]
near = max(5, h // 120)
top = max(sizes)
for v, z, s, r in zip(want, zeros, sizes, rows):
    need(abs(z - zero) <= near,
         f"the bar of {r['month']} goes in the wrong direction or not from 0")
    share = abs(v) / max(abs(x) for x in want)
    need(abs(s / top - share) < 0.05,
         f"the bar of {r['month']} has {s / top:.2f} of the longest bar, not {share:.2f}")
gaps = [x for (a, b), (c, d) in zip(runs, runs[1:]) for x in range(b + 1, c - 1)]
dark = lambda p: max(p) < 110
ys = range(zero - near, zero + near + 1)
hit = sum(any(dark(px[x, y]) for y in ys) for x in gaps)
need(gaps and hit >= 0.7 * len(gaps), "there is no black horizontal line at 0")
low = source().lower()
need("month" in low and "result" in low and "label" in low,
     "the axes are not labelled Month and Result")
out = stdout()
best = rows[want.index(max(want))]["month"]
named = [r["month"] for r in rows if re.search(rf"\b{r['month']}\b", out)]
need(best in named, f"the month with the highest result ({best}) is not printed")
need(named == [best], f"it prints other months too: {named}")
