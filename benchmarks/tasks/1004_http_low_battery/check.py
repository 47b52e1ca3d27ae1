"""Check for 1004_http_low_battery. Run with the work folder as cwd, after the script has run.
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


spec = json.loads((Path(__file__).parent / "server.json").read_text())
want = {}
for r in spec["routes"]:
    if r["path"].startswith("/devices/"):
        b = r["json"]["status"]["battery"]
        if b is not None and b < 20:
            want[r["json"]["id"]] = b
log = [json.loads(l) for l in open(os.environ["CODE_IT_REQUESTS"])]
posts = [r for r in log if r["method"] == "POST" and r["path"] == "/alerts"]
need(posts, "no POST request was sent to /alerts")
sent = []
for p in posts:
    try:
        b = json.loads(p["body"])
    except ValueError:
        bad(f"the body of a POST request is not JSON: {p['body'][:80]!r}")
    need(isinstance(b, dict), f"the body {p['body'][:80]!r} is not a JSON object")
    sent.append(b)
for b in sent:
    d = b.get("device")
    need(d in want, f"an alert was sent for {d!r}, which needs none")
    n = b.get("battery")
    need(isinstance(n, (int, float)) and not isinstance(n, bool) and n == want[d],
         f"the alert of {d} has the battery {n!r}, not {want[d]}")
ids = [b["device"] for b in sent]
missing = sorted(set(want) - set(ids))
need(not missing, f"no alert was sent for {missing}")
need(len(ids) == len(set(ids)), "more than one alert was sent for a device")
need(has(stdout(), len(want), 0), f"the number of alerts ({len(want)}) is not printed")
