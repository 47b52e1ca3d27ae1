"""Check for 743_contact_sheet. Run with the work folder as cwd, after the script has run.
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


from PIL import Image, ImageChops
need(Path("sheet.png").is_file(), "sheet.png was not made")
names = sorted(p.name for p in (FILES / "pictures").glob("*.png"))
size = (300, 100 * -(-len(names) // 3))
sheet = Image.open("sheet.png").convert("RGB")
need(sheet.size == size, f"sheet.png is {sheet.size[0]}x{sheet.size[1]}, not {size[0]}x{size[1]}")
for i in range(size[1] // 100 * 3):
    x, y = i % 3 * 100, i // 3 * 100
    cell = sheet.crop((x, y, x + 100, y + 100))
    box = ImageChops.invert(cell).convert("L").point(lambda v: 255 if v > 25 else 0).getbbox()
    if i >= len(names):
        need(box is None, f"cell {i + 1} is not white")
        continue
    n = names[i]
    img = Image.open(FILES / "pictures" / n).convert("RGB")
    k = min(100 / img.width, 100 / img.height)
    w, h = round(img.width * k), round(img.height * k)
    want = ((100 - w) / 2, (100 - h) / 2, (100 + w) / 2, (100 + h) / 2)
    need(box, f"cell {i + 1} is empty, not {n}")
    need(all(abs(a - b) <= 2 for a, b in zip(box, want)), f"the picture in cell {i + 1} covers {box}, not {want} ({n})")
    a, b = cell.crop(box).resize((24, 24)).tobytes(), img.resize((24, 24)).tobytes()
    diff = sum(abs(p - q) for p, q in zip(a, b)) / len(a)
    need(diff < 20, f"cell {i + 1} does not show {n} (mean difference {diff:.0f} of 255)")
