"""Check for 609_polynomial. Run with the work folder as cwd, after the script has run.
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


import sympy
from sympy.parsing.sympy_parser import parse_expr, standard_transformations, implicit_multiplication_application
x = sympy.Symbol("x")
p = x**4 - 2*x**3 - 13*x**2 + 14*x + 24


def expr(l):
    l = re.split(r"[:=]", l)[-1].replace("^", "**").replace("\u00b7", "*").replace("\u2212", "-").strip()
    need(l and re.fullmatch(r"[x\d\s()*+./-]+", l) and not re.search(r"\*\*\s*\d\d", l), f"{l!r} is not an expression in x")
    try:
        return parse_expr(l, local_dict={"x": x}, transformations=standard_transformations + (implicit_multiplication_application,), evaluate=False)
    except Exception:
        bad(f"{l!r} is not an expression in x")


got = [re.sub(r"^[123][.)]\s+", "", l) for l in lines(stdout())]
need(len(got) == 3, f"{len(got)} lines, not 3")
e = expr(got[0])
need(sympy.expand(e.doit()) - sympy.expand(p) == 0, f"line 1, {got[0]!r}, is not equal to the polynomial")
need("**" not in got[0] and "^" not in got[0] and len(re.findall(r"\([^()]*x[^()]*\)", got[0])) >= 4, f"line 1, {got[0]!r}, is not a product of linear factors")
need(sympy.expand(expr(got[1]).doit() - sympy.diff(p, x)) == 0, f"line 2, {got[1]!r}, is not the derivative")
need(nums(re.sub(r"x_?\d?\s*=|roots?:", " ", got[2], flags=re.I)) == [-3, -1, 2, 4], f"line 3, {got[2]!r}, does not hold the roots, smallest first")
