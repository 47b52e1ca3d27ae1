"""Check for 694_shift_rules. Run with the work folder as cwd, after the script has run.
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


from datetime import datetime, timedelta
data = list(csv.DictReader(open(FILES / "shifts.csv")))
when = lambda s: datetime.strptime(s, "%Y-%m-%d %H:%M")
want, total = [], {}
for name in sorted({r["employee"] for r in data}):
    own = sorted((when(r["start"]), when(r["end"])) for r in data if r["employee"] == name)
    total[name] = sum((e - s).total_seconds() for s, e in own) / 3600
    for i, (s, e) in enumerate(own):
        key = s.strftime("%Y-%m-%d %H:%M"), name
        if i:
            gap = (s - own[i - 1][1]).total_seconds() / 3600
            want += [(*key, "overlap")] if gap < 0 else [(*key, "rest")] if gap < 11 else []
        if e - s > timedelta(hours=10):
            want.append((*key, "long"))
        monday = (s - timedelta(days=s.weekday())).date()
        upto = [(b - a).total_seconds() / 3600 for a, b in own[:i + 1] if timedelta(0) <= a.date() - monday < timedelta(days=7)]
        if sum(upto) > 40 >= sum(upto[:-1]):
            want.append((*key, "week"))
want.sort()
rows = [(r["start"][:16].replace("T", " "), r["employee"], r["rule"]) for r in table("violations.csv", ["start", "employee", "rule"])]
for w in want:
    need(w in rows, f"the row {','.join(w)} is missing in violations.csv")
for r in rows:
    need(r in want, f"violations.csv has the wrong row {','.join(r)}")
need(rows == want, "the rows of violations.csv are not sorted by start, employee and rule, or one comes twice")
got = json.loads(text("hours.json"))
need(isinstance(got, dict) and set(got) == set(total), f"hours.json is {got}, which does not have the names {sorted(total)}")
for n, t in total.items():
    need(isinstance(got[n], (int, float)) and abs(got[n] - t) < 0.006, f"the hours of {n} are {got[n]!r}, not {t}")
count = {n: sum(w[1] == n for w in want) for n in total}
best = max(count, key=count.get)
out = stdout()
need(re.search(rf"\b{best}\b", out), f"the employee with the most broken rules ({best}) is not printed")
need(not [n for n in total if n != best and re.search(rf"\b{n}\b", out)], "it prints other employees too")
