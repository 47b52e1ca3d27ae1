import json
from pathlib import Path
import markdown
from jinja2 import Environment, FileSystemLoader

env = Environment(loader=FileSystemLoader("."))
site = Path("site")
site.mkdir(exist_ok=True)
posts, tags = [], {}
for path in sorted(Path("posts").glob("*.md")):
    top, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    meta = {}
    for line in top.splitlines():
        key, _, value = line.partition(":")
        meta[key.strip()] = value.strip()
    if meta.get("draft") == "yes":
        continue
    post = {"title": meta["title"], "date": meta["date"], "url": path.stem + ".html",
            "tags": [t.strip() for t in meta["tags"].split(",")], "body": markdown.markdown(body)}
    posts.append(post)
    (site / post["url"]).write_text(env.get_template("post.html.j2").render(**post), encoding="utf-8")
    for t in post["tags"]:
        tags.setdefault(t, []).append(post["title"])
posts.sort(key=lambda p: p["date"], reverse=True)
(site / "index.html").write_text(env.get_template("index.html.j2").render(posts=posts), encoding="utf-8")
(site / "tags.json").write_text(json.dumps({t: sorted(v) for t, v in tags.items()}, indent=2), encoding="utf-8")
