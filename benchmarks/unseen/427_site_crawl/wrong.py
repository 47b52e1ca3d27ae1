import csv
import json
from html.parser import HTMLParser
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import urlopen

BASE = "{BASE_URL}"


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.title, self.hrefs, self.in_title = "", [], False

    def handle_starttag(self, tag, attrs):
        if tag == "title":
            self.in_title = True
        if tag == "a" and dict(attrs).get("href"):
            self.hrefs.append(dict(attrs)["href"])

    def handle_endtag(self, tag):
        if tag == "title":
            self.in_title = False

    def handle_data(self, data):
        if self.in_title:
            self.title += data


todo, seen, pages, broken, sources = [BASE + "/index.html"], set(), [], {}, {}
while todo:
    url = todo.pop()
    if url in seen:
        continue
    seen.add(url)
    path = urlsplit(url).path
    try:
        with urlopen(url, timeout=10) as reply:
            text = reply.read().decode("utf-8")
    except HTTPError as e:
        if e.code != 404:
            raise
        broken[path] = []
        continue
    page = Page()
    page.feed(text)
    links = {urljoin(url, h) for h in page.hrefs}
    links = {x for x in links if urlsplit(x).netloc == urlsplit(BASE).netloc}
    pages.append([path, page.title.strip(), len(links)])
    for x in links:
        sources.setdefault(urlsplit(x).path, set()).add(path)
    todo += links
with open("pages.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["path", "title", "links"])
    out.writerows(sorted(pages))
with open("broken.json", "w") as f:
    json.dump({p: sorted(sources[p]) for p in broken}, f, indent=2)
