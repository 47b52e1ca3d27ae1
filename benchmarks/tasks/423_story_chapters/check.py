"""Check for 423_story_chapters. Run with the work folder as cwd, after the script has run.
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


parts = re.split(r"(?m)^Chapter (\d+): (.*)$", (FILES / "story.txt").read_text())
want = []
for num, title, body in zip(parts[1::3], parts[2::3], parts[3::3]):
    words = re.findall(r"[a-z]+", body.lower())
    want.append((num, title.strip(), len(words), max(words, key=len)))
rows = table("chapters.csv", ["number", "title", "words", "longest_word"])
need(len(rows) == len(want), f"{len(rows)} chapters, not {len(want)}")
for r, (num, title, n, longest) in zip(rows, want):
    need(same(r["number"], num, 0) and r["title"] == title, f"chapter {num} is {r['number']!r}, {r['title']!r}, not {title!r}")
    need(same(r["words"], n, 0), f"chapter {num} has {n} words, not {r['words']}")
    need(r["longest_word"] == longest, f"the longest word of chapter {num} is {r['longest_word']!r}, not {longest!r}")
best = max(want, key=lambda w: w[2])[1]
out = stdout()
need(best in out, f"the title of the chapter with the most words ({best}) is not printed")
need(not any(w[1] in out for w in want if w[1] != best), "it prints other titles too")
