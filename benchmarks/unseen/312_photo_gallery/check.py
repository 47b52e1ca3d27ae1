"""Check for 312_photo_gallery. Run with the work folder as cwd, after the script has run.
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


from urllib.parse import unquote
from bs4 import BeautifulSoup
from PIL import Image
names = sorted(p.name for p in (FILES / "photos").iterdir() if p.suffix.lower() in (".jpg", ".png"))
for p in (FILES / "photos").iterdir():
    need((Path("photos") / p.name).is_file() and (Path("photos") / p.name).read_bytes() == p.read_bytes(), f"photos/{p.name} was changed")
need(Path("thumbs").is_dir(), "the folder thumbs was not made")
have = sorted(p.name for p in Path("thumbs").iterdir())
need(have == names, f"the files in thumbs are {have}, not {names}")
for n in names:
    old = Image.open(FILES / "photos" / n).convert("RGB")
    new = Image.open(Path("thumbs") / n)
    scale = min(1, 120 / max(old.size))
    size = [s * scale for s in old.size]
    need(max(new.size) == round(max(size)) and all(abs(a - b) <= 1 for a, b in zip(new.size, size)), f"thumbs/{n} is {new.size[0]}x{new.size[1]}, not {round(size[0])}x{round(size[1])}")
    a, b = new.convert("RGB").tobytes(), old.resize(new.size).tobytes()
    need(sum(abs(p - q) for p, q in zip(a, b)) / len(a) < 20, f"thumbs/{n} does not show the same picture")
soup = BeautifulSoup(text("gallery.html"), "html.parser")
path = lambda s: re.sub(r"^\./", "", unquote(s or "").replace("\\", "/"))
links = [a for a in soup.find_all("a") if a.find("img")]
need([path(a.get("href")) for a in links] == [f"photos/{n}" for n in names], f"the links go to {[path(a.get('href')) for a in links]}, not to the pictures sorted by file name")
need([path(a.find('img').get("src")) for a in links] == [f"thumbs/{n}" for n in names], "the pictures in the links are not the ones in thumbs")
