"""Check for 220_chat_statistics. Run with the work folder as cwd, after the script has run.
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


from datetime import datetime
from collections import Counter
msgs, last = [], None
for l in (FILES / "chat.txt").read_text(encoding="utf-8").splitlines():
    m = re.match(r"(\d\d\.\d\d\.\d\d, \d\d:\d\d) - (.*)", l)
    if m:
        n = re.match(r"([^:]+): (.*)", m[2])
        last = [datetime.strptime(m[1], "%d.%m.%y, %H:%M"), n[1], n[2]] if n else None
        msgs += [last] if n else []
    elif last:
        last[2] += "\n" + l
people = {}
for _, n, t in msgs:
    p = people.setdefault(n, {"messages": 0, "media": 0, "words": 0})
    p["messages"] += 1
    p["media"] += t.strip() == "<Media omitted>"
    p["words"] += 0 if t.strip() == "<Media omitted>" else len(t.split())
day = str(Counter(m[0].date() for m in msgs).most_common(1)[0][0])
pause = max(int((b[0] - a[0]).total_seconds() // 60) for a, b in zip(msgs, msgs[1:]))
got = json.loads(text("stats.json"))
need(isinstance(got, dict) and isinstance(got.get("people"), dict), "stats.json has no object people")
need(set(got["people"]) == set(people), f"the people are {sorted(got['people'])}, not {sorted(people)}")
for n, p in people.items():
    for k, v in p.items():
        need(got["people"][n].get(k) == v, f"{k} of {n} is {got['people'][n].get(k)!r}, not {v}")
need(got.get("busiest_day") == day, f"busiest_day is {got.get('busiest_day')!r}, not {day}")
need(got.get("longest_pause") == pause, f"longest_pause is {got.get('longest_pause')!r}, not {pause}")
