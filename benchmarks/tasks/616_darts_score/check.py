"""Check for 616_darts_score. Run with the work folder as cwd, after the script has run.
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


import subprocess
CASES = [["T20", "D5", "7"], ["b", "BB", "-"], [], ["T20", "T20", "T20"], ["1"], ["20", "d20", "t1"], ["bb", "Bb", "B"], ["-", "-", "-"], ["d1", "t19", "10"], ["T7", "-", "D12"]]
BAD = ["T21", "0", "D25", "X7", "21", "DB", "TBB", "", "D", "T0", "BBB", "hello", "5D", "--"]
PROBE = """
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("darts_module", sys.argv[1])
m = importlib.util.module_from_spec(spec)
spec.loader.exec_module(m)
cases, bads = json.loads(sys.argv[2])
sys.stdout.flush()
print("@@@")
out = []
for c in cases:
    try:
        out.append(m.darts_score(c))
    except Exception as e:
        out.append(type(e).__name__)
for b in bads:
    try:
        out.append(m.darts_score(["20", b]))
    except ValueError:
        out.append("ok")
    except Exception as e:
        out.append(type(e).__name__)
print(json.dumps(out))
"""


def points(t):
    t = t.upper()
    if t in ("B", "BB", "-"):
        return {"B": 25, "BB": 50, "-": 0}[t]
    return int(t.lstrip("DT")) * {"D": 2, "T": 3}.get(t[0], 1)


r = subprocess.run([os.environ.get("CODE_IT_PYTHON") or sys.executable, "-c", PROBE, os.environ["CODE_IT_SOURCE"], json.dumps([CASES, BAD])],
                   stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
need(r.returncode == 0, "importing the script or calling darts_score failed: " + (r.stderr.strip().splitlines() or ["?"])[-1])
before, _, after = r.stdout.partition("@@@")
need(not before.strip(), f"importing the script prints {before.strip()[:60]!r}")
got = json.loads(lines(after)[-1])
for c, g in zip(CASES, got):
    w = sum(points(t) for t in c)
    need(g == w and isinstance(g, int), f"darts_score({c}) gives {g!r}, not {w}")
for b, g in zip(BAD, got[len(CASES):]):
    need(g == "ok", f"darts_score(['20', {b!r}]) gives {g!r} instead of a ValueError")
