"""Check for 1014_clean_zip. Run with the work folder as cwd, after the script has run.
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


import zipfile


def content(path):
    with zipfile.ZipFile(path) as z:
        names = [i.filename for i in z.infolist() if not i.is_dir()]
        need(len(names) == len(set(names)), f"{path} has a file more than once")
        return {n: z.read(n) for n in names}


need(Path("clean.zip").is_file(), "clean.zip was not made")
need(zipfile.is_zipfile("clean.zip"), "clean.zip is not a zip archive")
old = content(FILES / "delivery.zip")
junk = {n for n in old if n.split("/")[-1] in (".DS_Store", "Thumbs.db")
        or "__MACOSX" in n.split("/")[:-1]}
got = content("clean.zip")
still = sorted(junk & set(got))
need(not still, f"clean.zip still holds {still[:1]}")
missing = sorted(set(old) - junk - set(got))
need(not missing, f"clean.zip does not hold {missing[:1]}")
extra = sorted(set(got) - set(old))
need(not extra, f"clean.zip holds {extra[:1]}, which is not in delivery.zip")
for n in got:
    need(got[n] == old[n], f"the content of {n} is not the same")
need(Path("delivery.zip").read_bytes() == (FILES / "delivery.zip").read_bytes(),
     "delivery.zip was changed")
need(has(stdout(), len(junk), 0), f"the number of files left out ({len(junk)}) is not printed")
