"""Check for 430_static_blog. Run with the work folder as cwd, after the script has run.
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


import jinja2, markdown
env = jinja2.Environment(loader=jinja2.FileSystemLoader(str(FILES)), autoescape=True)
posts, tags = [], {}
for p in sorted((FILES / "posts").glob("*.md")):
    top, body = p.read_text(encoding="utf-8").split("\n\n", 1)
    meta = dict(l.split(": ", 1) for l in top.split("\n"))
    if meta.get("draft") == "yes":
        continue
    meta |= {"tags": [t.strip() for t in meta["tags"].split(",")], "body": markdown.markdown(body), "url": p.stem + ".html"}
    posts.append(meta)
    for t in meta["tags"]:
        tags.setdefault(t, []).append(meta["title"])


def same_page(name, want):
    got = text(name)
    need("{{" not in got and "{%" not in got, f"{name}: the template was not filled in")
    plain = lambda s: re.sub(r"\s*(<[^>]*>)\s*", r"\n\1\n", " ".join(re.sub(r'(<h\d) id="[^"]*"', r"\1", s).split())).replace("&quot;", "&#34;").split("\n")
    a, b = ([x.strip() for x in plain(s) if x.strip()] for s in (want, got))
    for x, y in zip(a, b):
        need(x == y, f"{name} has {y[:80]!r} where {x[:80]!r} should be")
    need(len(a) == len(b), f"{name} has {len(b)} pieces, not {len(a)}")


for p in posts:
    same_page("site/" + p["url"], env.get_template("post.html.j2").render(**p))
posts.sort(key=lambda p: p["date"], reverse=True)
same_page("site/index.html", env.get_template("index.html.j2").render(posts=posts))
extra = sorted(p.name for p in Path("site").glob("*.html") if p.name not in {"index.html"} | {q["url"] for q in posts})
need(not extra, f"site has {extra[:1]}, which is not a post that is published")
got = json.loads(text("site/tags.json"))
want = {t: sorted(v) for t, v in tags.items()}
need(isinstance(got, dict) and set(got) == set(want), f"the tags are {sorted(got)}, not {sorted(want)}")
for t, w in want.items():
    need(got[t] == w, f"the posts with the tag {t} are {got[t]}, not {w}")
