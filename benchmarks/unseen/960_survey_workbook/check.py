"""Check for 960_survey_workbook. Run with the work folder as cwd, after the script has run.
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


import openpyxl
with open(FILES / "answers.csv", encoding="utf-8", newline="") as f:
    rows = list(csv.DictReader(f))
last = {r["email"].lower(): i for i, r in enumerate(rows)}
rows = [r for i, r in enumerate(rows) if last[r["email"].lower()] == i]
votes, ages = {}, {}
for r in rows:
    for t in filter(None, (t.strip() for t in r["topics"].split(";"))):
        votes[t] = votes.get(t, 0) + 1
    a = ages.setdefault(r["age_group"], [0, []])
    a[0] += 1
    if r["visits"]:
        a[1].append(int(r["visits"]))
want = {"Topics": [["topic", "votes", "percent"]] + [[t, v, 100 * v / len(rows)] for t, v in sorted(votes.items(), key=lambda x: (-x[1], x[0]))],
        "Ages": [["age_group", "people", "average_visits"]] + [[k, n, sum(v) / len(v)] for k, (n, v) in sorted(ages.items())]}
need(Path("survey.xlsx").is_file(), "survey.xlsx was not made")
wb = openpyxl.load_workbook("survey.xlsx")
need(sorted(wb.sheetnames) == sorted(want), f"the sheets are {wb.sheetnames}, not {list(want)}")
for name, table_ in want.items():
    ws = wb[name]
    got = [[c.value for c in row] for row in ws.iter_rows() if any(c.value is not None for c in row)]
    need(got and got[0] == table_[0], f"the first row of {name} is {got[:1]}, not {table_[0]}")
    need(all(c.font and c.font.b for c in ws[1]), f"the names of the columns of {name} are not bold")
    for i, (g, w) in enumerate(zip(got[1:], table_[1:]), 2):
        for k, a, b in zip(table_[0], g, w):
            if isinstance(b, str):
                ok = " ".join(str(a).split()) == " ".join(b.split())
            else:
                digits = {"percent": 1, "average_visits": 2}.get(k, 0)
                ok = isinstance(a, (int, float)) and abs(a - b) <= 0.501 * 10 ** -digits * bool(digits) and abs(round(a, digits) - a) < 1e-9
            need(ok, f"{k} in row {i} of {name} is {a!r}, not {b if isinstance(b, str) else round(b, 2)!r}")
    need(len(got) == len(table_), f"{name} has {len(got)} rows, not {len(table_)}")
