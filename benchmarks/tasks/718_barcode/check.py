"""Check for 718_barcode. Run with the work folder as cwd, after the script has run.
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
from barcode.charsets import code128
TEXT = "SHIP-2024-0815"
need(Path("barcode.png").is_file(), "barcode.png was not made")
img = Image.open("barcode.png").convert("RGBA")
page = Image.new("RGBA", img.size, "white")
page.alpha_composite(img)
img = page.convert("L")
w, h = img.size
px = img.load()
where = {c: i for i, c in enumerate(code128.CODES)}


def symbols(bits):
    # the numbers of the symbols, without the stop; None if it is not Code 128
    if len(bits) < 35 or (len(bits) - 13) % 11 or bits[-13:] != "1100011101011":
        return None
    got = [where.get(bits[i:i + 11]) for i in range(0, len(bits) - 13, 11)]
    if None in got or got[0] not in (103, 104, 105):
        return None
    check = (got[0] + sum(i * v for i, v in enumerate(got[1:-1], 1))) % 103
    return got[:-1] if check == got[-1] else None


def decode(got):
    out, mode, shift = "", "ABC"[got[0] - 103], None
    for v in got[1:]:
        m, shift = shift or mode, None
        if m == "C":
            if v < 100:
                out += f"{v:02d}"
            elif v in (100, 101):
                mode = "B" if v == 100 else "A"
            continue
        if v < 64 or (m == "B" and v < 96):
            out += chr(v + 32)
        elif v < 96:
            out += chr(v - 64)
        elif v == 98:
            shift = "B" if m == "A" else "A"
        elif v == 99:
            mode = "C"
        elif v == 100 and m == "A":
            mode = "B"
        elif v == 101 and m == "B":
            mode = "A"
    return out


found = set()
for y in range(0, h, max(1, h // 60)):
    row = [px[x, y] < 128 for x in range(w)]
    if True not in row:
        continue
    a, b = row.index(True), w - row[::-1].index(True)
    for k in range(2, 40):
        n = 11 * k + 13
        if b - a < n:
            break
        bits = "".join("1" if row[min(b - 1, a + int((i + 0.5) * (b - a) / n))] else "0" for i in range(n))
        got = symbols(bits)
        if got:
            found.add(decode(got))
need(found, "barcode.png does not hold a Code 128 barcode")
need(TEXT in found, f"the barcode holds {sorted(found)[0]!r}, not {TEXT!r}")
