"""Check for 675_http_river_gauges. Run with the work folder as cwd, after the script has run.
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


spec = json.loads((Path(__file__).parent / "server.json").read_text())["routes"]
levels = {r["path"].split("/")[3]: r["json"] for r in spec[1:] if r.get("status") != 404}
want = []
for g in sorted(spec[0]["json"]["gauges"], key=lambda g: g["id"]):
    if g["id"] in levels:
        v = [(e["time"], e["level"] / (100 if g["unit"] == "cm" else 1)) for e in levels[g["id"]] if e["level"] is not None]
        want.append((g["id"], g["river"], max(v)[1], max(x for _, x in v)))
rows = table("gauges.csv", ["id", "river", "latest", "highest"])
need([r["id"] for r in rows] == [w[0] for w in want], f"the gauges are {[r['id'] for r in rows]}, not {[w[0] for w in want]}")
for r, (i, river, last, high) in zip(rows, want):
    need(r["river"] == river, f"the river of {i} is {r['river']}, not {river}")
    need(r["latest"] and same(r["latest"], last), f"latest of {i} is {r['latest']}, not {last:.2f}")
    need(r["highest"] and same(r["highest"], high), f"highest of {i} is {r['highest']}, not {high:.2f}")
    need(all(re.fullmatch(r"\d+(\.\d{1,2})?", r[k]) for k in ("latest", "highest")), f"the levels of {i} are not rounded to 2 decimals")
out_ids = sorted(g["id"] for g in spec[0]["json"]["gauges"] if g["id"] not in levels)
got = json.loads(text("out_of_order.json"))
need(got == out_ids, f"out_of_order.json holds {got}, not {out_ids}")
best = max(want, key=lambda w: w[3])[0]
out = stdout()
need(best in out, f"the gauge with the highest reading ({best}) is not printed")
need(not [w[0] for w in want if w[0] != best and w[0] in out], "it prints other gauges too")
