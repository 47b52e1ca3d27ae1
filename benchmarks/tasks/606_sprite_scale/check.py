"""Check for 606_sprite_scale. Run with the work folder as cwd, after the script has run.
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
need(Path("sprite_big.png").is_file(), "sprite_big.png was not made")
src = Image.open(FILES / "sprite.png").convert("RGB")
img = Image.open("sprite_big.png")
need(img.format == "PNG", f"sprite_big.png is a {img.format} file")
img = img.convert("RGBA")
need(img.size == (160, 120), f"sprite_big.png is {img.size[0]}x{img.size[1]}, not 160x120")
a, b = src.load(), img.load()
for y in range(120):
    for x in range(160):
        c, d = a[x // 10, y // 10], b[x, y]
        if c == (255, 0, 255):
            need(d[3] == 0, f"the pixel {x},{y} should be transparent but is {d}")
        else:
            need(d == c + (255,), f"the pixel {x},{y} is {d}, not {c + (255,)}")
need(Path("sprite.png").read_bytes() == (FILES / "sprite.png").read_bytes(), "sprite.png was changed")
