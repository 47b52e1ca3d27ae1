"""Check for 215_price_sync. Run with the work folder as cwd, after the script has run.
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
log = [json.loads(l) for l in open(os.environ["CODE_IT_REQUESTS"])]
shop = {p["sku"]: p for p in spec[0]["json"]}
file = {r["sku"]: r for r in csv.DictReader(open(FILES / "prices.csv"))}
fails = {(r.get("method", "GET"), r["path"]): r.get("fail_first", 0) for r in spec}
patch = {shop[s]["id"]: float(r["price"]) for s, r in file.items() if s in shop and float(r["price"]) != shop[s]["price"]}
post = {s: r for s, r in file.items() if s not in shop}
delete = [p["id"] for s, p in shop.items() if s not in file]


def body(r):
    try:
        b = json.loads(r["body"])
    except ValueError:
        b = None
    return b if isinstance(b, dict) else {}


sent = [r for r in log if r["headers"].get("x-token") == "sesame-7"]
need(any(r["method"] == "GET" and r["path"] == "/api/products" for r in sent), "the products were not asked for with the token")
writes = [r for r in sent if r["method"] in ("PATCH", "POST", "DELETE", "PUT")]
allowed = {("PATCH", f"/api/products/{i}") for i in patch} | {("DELETE", f"/api/products/{i}") for i in delete} | {("POST", "/api/products")}
for r in writes:
    need((r["method"], r["path"]) in allowed, f"{r['method']} {r['path']} was sent, which is not needed")
    if r["method"] == "POST":
        need(body(r).get("sku") in post, f"{body(r).get('sku')!r} was added, which is not a new product")
for i, x in patch.items():
    p = f"/api/products/{i}"
    good = [r for r in writes if (r["method"], r["path"]) == ("PATCH", p) and body(r) == {"price": x} and not isinstance(body(r)["price"], str)]
    need(len(good) > fails["PATCH", p], f"the price of product {i} was not set to {x}" + (" (the server said 429 at first)" if good else ""))
for i in delete:
    p = f"/api/products/{i}"
    n = sum((r["method"], r["path"]) == ("DELETE", p) for r in writes)
    need(n > fails["DELETE", p], f"product {i} was not deleted" + (" (the server said 429 at first)" if n else ""))
right = [r for r in writes if r["method"] == "POST" and body(r).get("name") == post[body(r)["sku"]]["name"] and body(r).get("price") == float(post[body(r)["sku"]]["price"])]
for s in post:
    need(any(body(r)["sku"] == s for r in right), f"product {s} was not added with its name and price")
need(len(right) >= len(post) + fails["POST", "/api/products"], "a product was not sent again after the server said 429")
m = re.search(r"changed\D{0,3}(\d+)\D{1,4}added\D{0,3}(\d+)\D{1,4}removed\D{0,3}(\d+)", stdout(), re.I)
n = (len(patch), len(post), len(delete))
need(m and tuple(map(int, m.groups())) == n, "it does not print: changed %d, added %d, removed %d" % n)
