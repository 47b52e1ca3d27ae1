"""Check for 677_parking_fees. Run with the work folder as cwd, after the script has run.
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
inside, want, wrong = {}, [], []
for r in csv.DictReader(open(FILES / "gate.csv")):
    t, p = r["time"], r["plate"]
    if r["direction"] == "in":
        if p in inside:
            wrong.append((inside[p], p, "no_exit"))
        inside[p] = t
    elif p not in inside:
        wrong.append((t, p, "no_entry"))
    else:
        m = int((datetime.fromisoformat(t) - datetime.fromisoformat(inside.pop(p))).total_seconds()) // 60
        want.append((p, m, 0 if m <= 30 else m // 1440 * 18 + min(18, (m % 1440 + 59) // 60 * 2.5)))
rows = table("stays.csv", ["plate", "minutes", "fee"])
need([r["plate"] for r in rows] == [w[0] for w in want], f"the stays are of {[r['plate'] for r in rows]}, not {[w[0] for w in want]}"[:250])
for r, (p, m, f) in zip(rows, want):
    need(same(r["minutes"], m, 0), f"a stay of {p} has {m} minutes, not {r['minutes']}")
    need(same(r["fee"], f), f"the fee of {p} for {m} minutes is {r['fee']}, not {f:.2f}")
    need(re.fullmatch(r"\d+\.\d\d", r["fee"]), f"the fee {r['fee']} does not have two decimals")
got = [(r["time"][:16], r["plate"], r["reason"]) for r in table("problems.csv", ["time", "plate", "reason"])]
need(sorted(got) == sorted(wrong), f"the problems differ: {sorted(set(got) ^ set(wrong))[:1]}")
need(got == sorted(wrong), "the problems are not sorted by time")
out = lines(stdout())
need(out[-len(inside):] == sorted(inside), f"the plates at the end are {out[-len(inside):]}, not {sorted(inside)}")
need(not any(w[0] in l for w in want if w[0] not in inside for l in out), "it prints other plates too")
