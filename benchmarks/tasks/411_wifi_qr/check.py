"""Check for 411_wifi_qr. Run with the work folder as cwd, after the script has run.
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


import qrcode
from PIL import Image
TEXT = (FILES / "wifi.txt").read_text()
need(Path("wifi.png").is_file(), "wifi.png was not made")
img = Image.open("wifi.png").convert("RGBA")
need(img.size == (300, 300), f"wifi.png is {img.size[0]}x{img.size[1]}, not 300x300")
page = Image.new("RGBA", img.size, "white")
page.alpha_composite(img)
img = page.convert("L").point(lambda v: 255 if v < 128 else 0)
box = img.getbbox()
need(box, "wifi.png is blank")
img = img.crop(box)
w, h = img.size
need(abs(w - h) <= 3, f"the dark area is {w}x{h}, not a square")
px = img.load()


def modules(n):
    return [[bool(px[min(w - 1, int((x + 0.5) * w / n)), min(h - 1, int((y + 0.5) * h / n))]) for x in range(n)] for y in range(n)]


def fits():
    for version in range(1, 12):
        n = 17 + 4 * version
        got = modules(n)
        if not all(got[y][x] == got[x][y] == (y in (0, 6)) for y in (0, 1, 5, 6) for x in range(1, 6)):
            continue
        for level in (0, 1, 2, 3):
            for mask in range(8):
                for opt in (0, 20):
                    q = qrcode.QRCode(version=version, error_correction=level, border=0, mask_pattern=mask)
                    try:
                        q.add_data(TEXT, optimize=opt)
                        q.make(fit=False)
                    except Exception:
                        continue
                    if q.get_matrix() == got:
                        return True
    return False


need(fits(), "the QR code does not hold the text " + TEXT)
