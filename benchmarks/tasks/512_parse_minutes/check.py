"""Check for 512_parse_minutes. Run with the work folder as cwd, after the script has run.
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


def load(name):
    """The function of this name in the script (its output, if any, is thrown away)."""
    import contextlib, io, types
    mod = types.ModuleType("checked")
    sys.modules["checked"] = mod
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(source(), "main.py", "exec"), mod.__dict__)
    except SystemExit:
        pass
    except BaseException as e:
        bad(f"the script cannot be loaded: {type(e).__name__}: {e}")
    need(callable(getattr(mod, name, None)), f"the script has no function {name}")
    return getattr(mod, name)


def call(f, *args):
    import contextlib, copy, io
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return f(*copy.deepcopy(args))
    except BaseException as e:
        bad(f"{f.__name__}{args!r} raises {type(e).__name__}: {e}")


f = load("to_minutes")
for arg, want in [("1h 30m", 90), ("0:45", 45), ("1,25", 75), ("1.5", 90), ("2", 120), ("2h", 120), ("45m", 45), ("1h30m", 90), ("1H 5M", 65), (" 2 h 15 m ", 135), ("10:05", 605), (" 1 : 30 ", 90),
                  ("0.25", 15), ("8", 480), ("12h", 720), ("90m", 90), ("0h 20m", 20), ("7,75 ", 465)]:
    got = call(f, arg)
    need(isinstance(got, (int, float)) and abs(got - want) < 1e-9, f"to_minutes({arg!r}) returns {got!r}, not {want}")
for arg in ("", "   ", "soon", "1h 30x", "1:2:3", "abc m", "1h soon"):
    try:
        got = f(arg)
    except ValueError:
        continue
    except Exception as e:
        bad(f"to_minutes({arg!r}) raises {type(e).__name__}, not ValueError")
    bad(f"to_minutes({arg!r}) returns {got!r} and does not raise ValueError")
