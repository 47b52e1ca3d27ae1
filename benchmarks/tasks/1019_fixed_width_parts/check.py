"""Check for 1019_fixed_width_parts. Run with the work folder as cwd, after the script has run.
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


want = []
for l in (FILES / "parts.txt").read_text(encoding="utf-8").split("\n")[1:]:
    if l[:3] == "END":
        break
    m = re.fullmatch(r"(.{6})(.{18})(.{5})(.{8})(\d{4})(\d\d)(\d\d)\s*", l)
    d = None if m[5] == "0000" else f"{m[5]}-{m[6]}-{m[7]}"
    want.append({"number": m[1], "name": m[2].strip(), "stock": int(m[3]),
                 "price": int(m[4]) / 100, "last_sale": d})
got = json.loads(text("parts.json"))
need(isinstance(got, list) and all(isinstance(g, dict) for g in got),
     "parts.json is not a list of objects")
need(len(got) == len(want), f"parts.json has {len(got)} parts, not {len(want)}")
for i, (g, w) in enumerate(zip(got, want), 1):
    for k, v in w.items():
        need(k in g, f"part {i} has no {k}")
        x = g[k]
        if k in ("stock", "price"):
            ok = isinstance(x, (int, float)) and not isinstance(x, bool) and abs(x - v) < 1e-6
        else:
            ok = x == v
        need(ok, f"the {k} of part {i} is {x!r}, not {v!r}")
    need(set(g) == set(w), f"part {i} has other fields too: {sorted(set(g) - set(w))}")
