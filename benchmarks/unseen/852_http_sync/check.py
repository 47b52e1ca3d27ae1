"""Check for 852_http_sync. Run with the work folder as cwd, after the script has run.
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


spec = json.loads((Path(__file__).parent / "server.json").read_text(encoding="utf-8"))["routes"]
remote = {p["sku"]: p for p in spec[0]["json"]["products"]}
local = {r["sku"]: {"sku": r["sku"], "name": r["name"], "quantity": int(r["quantity"])} for r in csv.DictReader(open(FILES / "stock.csv", encoding="utf-8"))}
want = {}
for s in sorted(set(remote) | set(local)):
    if s not in remote:
        want[s] = "create"
    elif s not in local:
        want[s] = "delete"
    elif remote[s] != local[s]:
        want[s] = "update"
fails = {(r.get("method", "GET"), r["path"]): r.get("fail_first", 0) for r in spec}
sent = {}
for l in Path(os.environ["CODE_IT_REQUESTS"]).read_text().splitlines():
    q = json.loads(l)
    need(q["headers"].get("x-token") == "sync-5521", f"a {q['method']} request to {q['path']} does not have the header X-Token")
    if q["method"] in ("GET", "HEAD"):
        continue
    data, sku = None, q["path"].rsplit("/", 1)[1]
    if q["method"] != "DELETE":
        try:
            data = json.loads(q["body"])
        except ValueError:
            bad(f"the body of a {q['method']} request to {q['path']} is not JSON")
        need(isinstance(data, dict), f"the body of a {q['method']} request to {q['path']} is not a JSON object")
    if q["method"] == "POST" and q["path"] == "/products":
        sku = data.get("sku")
    action = {"POST": "create", "PUT": "update", "DELETE": "delete"}.get(q["method"])
    need(action and (q["method"] == "POST") == (q["path"] == "/products"), f"there was a {q['method']} request to {q['path']}")
    need(want.get(sku) == action, f"there was a {q['method']} request for {sku}")
    if data is not None:
        for k in ("sku", "name", "quantity") if action == "create" else ("name", "quantity"):
            need(data.get(k) == local[sku][k] and not isinstance(data[k], bool), f"{k} in the {q['method']} request for {sku} is {data.get(k)!r}, not {local[sku][k]!r}")
        need(set(data) <= {"sku", "name", "quantity"} and data.get("sku", sku) == sku, f"the {q['method']} request for {sku} has other fields")
    key = (q["method"], q["path"])
    sent.setdefault(key, []).append(sku)
for s, action in want.items():
    key = {"create": ("POST", "/products"), "update": ("PUT", f"/products/{s}"), "delete": ("DELETE", f"/products/{s}")}[action]
    need(s in sent.get(key, []), f"there was no {key[0]} request for {s}")
for key, skus in sent.items():
    n = len(set(skus)) + fails[key]
    need(len(skus) >= n, f"a {key[0]} request to {key[1]} was not sent again after status 503")
    need(len(skus) == n, f"there were {len(skus)} {key[0]} requests to {key[1]}, not {n}")
rows = [(r["sku"], r["action"]) for r in table("changes.csv", ["action", "sku"])]
need(sorted(rows) == sorted(want.items()), f"wrong or missing rows in changes.csv: {sorted(set(rows) ^ set(want.items()))[:2]}")
need(rows == list(want.items()), "changes.csv is not sorted by sku, or a row is there twice")
