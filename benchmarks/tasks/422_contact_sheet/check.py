"""Check for 422_contact_sheet. Run with the work folder as cwd, after the script has run.
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


from PIL import Image, ImageChops, ImageStat
names = sorted(p.name for p in (FILES / "photos").glob("*.png"))
need(Path("sheet.png").is_file(), "sheet.png was not made")
img = Image.open("sheet.png")
need(img.format == "PNG", f"sheet.png is a {img.format} file")
img = img.convert("RGBA")
page = Image.new("RGBA", img.size, "white")
page.alpha_composite(img)
img = page.convert("RGB")
n = (len(names) + 2) // 3
size = (3 * 130 + 10, n * 100 + 10)
need(img.size == size, f"sheet.png has the size {img.size}, not {size}")
rest = img.copy()
for i, name in enumerate(names):
    x, y = 10 + 130 * (i % 3), 10 + 100 * (i // 3)
    got = img.crop((x, y, x + 120, y + 90))
    want = Image.open(FILES / "photos" / name).convert("RGB").resize((120, 90))
    diff = ImageStat.Stat(ImageChops.difference(got.resize((8, 6), Image.BOX), want.resize((8, 6), Image.BOX))).mean
    need(max(diff) < 12, f"picture {i + 1} of the sheet is not {name}")
    rest.paste("white", (x, y, x + 120, y + 90))
need(min(lo for lo, hi in rest.getextrema()) >= 250, "the space between and around the pictures is not white")
for p in (FILES / "photos").iterdir():
    q = Path("photos") / p.name
    need(q.is_file() and q.read_bytes() == p.read_bytes(), f"{q} was changed or deleted")
