"""Check for 306_draw_flag. Run with the work folder as cwd, after the script has run.
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
need(Path("flag.png").is_file(), "flag.png was not made")
img = Image.open("flag.png")
need(img.format == "PNG", f"flag.png is a {img.format} file")
need(img.size == (300, 200), f"flag.png is {img.size[0]}x{img.size[1]}, not 300x200")
img = img.convert("RGB")
G, W, R, K = (0, 146, 70), (255, 255, 255), (206, 43, 55), (0, 0, 0)
spots = [(x, y, c) for y in (1, 60, 100, 198) for x, c in ((1, G), (50, G), (97, G), (205, R), (250, R), (298, R))]
spots += [(103, 10, W), (150, 10, W), (197, 10, W), (103, 190, W), (150, 190, W), (197, 190, W), (110, 100, W), (190, 100, W)]
spots += [(150, 100, K), (150, 73, K), (150, 127, K), (123, 100, K), (177, 100, K), (132, 82, K), (168, 118, K)]
spots += [(150, 66, W), (150, 134, W), (116, 100, W), (184, 100, W), (126, 76, W), (174, 76, W), (126, 124, W), (174, 124, W)]
for x, y, c in spots:
    g = img.getpixel((x, y))
    need(max(abs(p - q) for p, q in zip(g, c)) <= 3, f"the pixel at {x},{y} is {g}, not {c}")
