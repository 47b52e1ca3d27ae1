"""Check for 693_http_folder_tree. Run with the work folder as cwd, after the script has run.
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


spec = json.loads((Path(__file__).parent / "server.json").read_text())
tree = {r["path"].split("/")[-1]: r.get("json") if r.get("status", 200) == 200 else None for r in spec["routes"]}
want, files = {}, {}


def walk(i, up):
    if tree[i] is None:
        return 0
    path = up + tree[i]["name"]
    for f in tree[i]["files"]:
        files[path + "/" + f["name"]] = f["size"]
    total = sum(f["size"] for f in tree[i]["files"]) + sum(walk(j, path + "/") for j in tree[i]["folders"])
    want[path] = (len(tree[i]["files"]), total)
    return total


walk("root", "")
rows = table("folders.csv", ["path", "files", "size"])
got = [r["path"] for r in rows]
for p in want:
    need(p in got, f"the folder {p} is missing in folders.csv")
need(sorted(got) == sorted(want), f"folders.csv has other folders or some twice: {got}")
for r in rows:
    n, size = want[r["path"]]
    need(same(r["files"], n), f"files of {r['path']} is {r['files']}, not {n}")
    need(same(r["size"], size), f"size of {r['path']} is {r['size']}, not {size}")
need(got == sorted(want, key=lambda p: -want[p][1]), "the rows are not sorted by size, the biggest first")
locked = sum(v is None for v in tree.values())
best = max(files, key=files.get)
out = lines(stdout())
need(any(has(l, locked, 0) for l in out if best not in l), f"the number of locked folders ({locked}) is not printed")
need(any(best in l for l in out), f"the path of the largest file ({best}) is not printed")
need(not [f for f in files if f != best and any(f in l for l in out)], "it prints the paths of other files too")
