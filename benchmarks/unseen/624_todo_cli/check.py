"""Check for 624_todo_cli. Run with the work folder as cwd, after the script has run.
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


import shutil, subprocess, tempfile
PY = os.environ.get("CODE_IT_PYTHON") or sys.executable
START = (FILES / "todo.md").read_text(encoding="utf-8")
work = Path(tempfile.mkdtemp(prefix="todo_"))
tool = work / Path(os.environ["CODE_IT_SOURCE"]).name
shutil.copy(os.environ["CODE_IT_SOURCE"], tool)


def run(*args, code=0):
    r = subprocess.run([PY, str(tool), *args], cwd=work, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
    what = "the tool with the arguments " + repr(" ".join(args))
    need(r.returncode == code, f"{what} exits with code {r.returncode}, not {code} {(r.stderr.strip().splitlines() or [''])[-1][:120]}")
    return r


def shown(s, tasks, when):
    want = [f"{i}. {t}" for i, t in enumerate(tasks, 1)]
    got = [l for l in lines(s)]
    for g, w in zip(got, want):
        need(g == w, f"{when} it prints {g!r} where {w!r} belongs")
    need(len(got) == len(want), f"{when} it prints {len(got)} lines, not {len(want)}")


def now(want, when):
    got = (work / "todo.md").read_bytes().decode("utf-8").replace("\r\n", "\n").rstrip("\n").split("\n")
    want = want.split("\n")
    for i, (g, w) in enumerate(zip(got, want), 1):
        need(g == w, f"{when}, line {i} of todo.md is {g!r}, not {w!r}")
    need(len(got) == len(want), f"{when}, todo.md has {len(got)} lines, not {len(want)}")


try:
    tasks = ["paint the door", "fix [ ] mark on the wall", "return the ladder", "measure the shelf"]
    shown(stdout(), tasks, "without arguments")
    need(text("todo.md").rstrip() == START, "without arguments it changes todo.md")
    (work / "todo.md").write_bytes(START.encode("utf-8"))
    run("add", "invite", "the neighbours")
    want = START + "\n- [ ] invite the neighbours"
    now(want, "after adding a task")
    run("done", "3")
    want = want.replace("- [ ] return", "- [x] return")
    now(want, "after done 3")
    run("done", "2")
    want = want.replace("- [ ] fix", "- [x] fix")
    now(want, "after done 2")
    for n in ("4", "0", "99"):
        r = run("done", n, code=1)
        need((r.stdout + r.stderr).strip(), f"done {n} prints no error message")
        need("Traceback" not in r.stderr, f"done {n} crashes")
        now(want, f"after done {n}, which is not in the list")
    run("add", "sweep")
    want += "\n- [ ] sweep"
    now(want, "after adding a second task")
    shown(run().stdout, ["paint the door", "measure the shelf", "invite the neighbours", "sweep"], "after the changes")
finally:
    shutil.rmtree(work, ignore_errors=True)
