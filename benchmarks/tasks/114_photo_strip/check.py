"""Check for 114_photo_strip. Run with the work folder as cwd, after the script has run.
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
need(Path("strip.png").is_file(), "strip.png was not made")
a, b, c = (Image.open(FILES / f"{n}.png").convert("RGB") for n in ("left", "middle", "right"))
b = b.rotate(180)
w, h = a.width + b.width + c.width + 20, max(a.height, b.height, c.height)
want = Image.new("RGB", (w, h), "white")
for img, x in ((a, 0), (b, a.width + 10), (c, a.width + b.width + 20)):
    want.paste(img, (x, 0))
got = Image.open("strip.png")
need(got.format == "PNG", f"strip.png is {got.format}, not PNG")
need(got.size == (w, h), f"strip.png is {got.size[0]} by {got.size[1]}, not {w} by {h}")
if got.mode in ("RGBA", "LA", "P"):
    got = got.convert("RGBA")
    need(got.getextrema()[3] == (255, 255), "strip.png has transparent parts")
got, size = got.convert("RGB"), want.size
wrong = sum(g != v for g, v in zip(zip(*[iter(got.tobytes())] * 3), zip(*[iter(want.tobytes())] * 3)))
need(wrong == 0, f"{wrong} of {w * h} pixels are not right")
n = nums(stdout().replace("x", " "))
need(n[:2] == [w, h] or n[-2:] == [w, h], f"it prints {n}, not {w} and {h}")
