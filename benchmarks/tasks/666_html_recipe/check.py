"""Check for 666_html_recipe. Run with the work folder as cwd, after the script has run.
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


ing = ["300 g flour", "180 ml warm water", "2 tbsp olive oil", "4 onions", "150 g bacon & ham", "1 pinch of salt"]
steps = ["Mix flour, water and oil to a dough.", "Let it rest for 30 minutes.", "Cut the onions into thin rings.", "Bake it all for 25 minutes at 220 \u00b0C."]
got = json.loads(text("recipe.json"))
need(isinstance(got, dict), "recipe.json is not an object")
flat = lambda s: " ".join(str(s).split())
need(flat(got.get("title")) == "Onion tart", f"title is {got.get('title')!r}, not 'Onion tart'")
s = got.get("servings")
need(isinstance(s, (int, float)) and not isinstance(s, bool) and s == 6, f"servings is {s!r}, not 6")
for k, want in (("ingredients", ing), ("steps", steps)):
    g = got.get(k)
    need(isinstance(g, list), f"{k} is not a list")
    need([flat(x) for x in g] == want, f"{k} is {g}, not {want}"[:280])
