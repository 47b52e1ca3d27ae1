import csv
from urllib.parse import urldefrag, urljoin, urlsplit
import requests
from bs4 import BeautifulSoup

start = "{BASE_URL}/index.html"
host = urlsplit(start).netloc
answers = {}


def get(url):
    if url not in answers:
        answers[url] = requests.get(url, timeout=10)
    return answers[url]


todo, done, rows = [start], set(), set()
while todo:
    url = todo.pop()
    if url in done:
        continue
    done.add(url)
    reply = get(url)
    if reply.status_code >= 400 or "html" not in reply.headers.get("Content-Type", ""):
        continue
    for a in BeautifulSoup(reply.content, "html.parser").find_all("a", href=True):
        target = urldefrag(urljoin(start, a["href"])).url
        if urlsplit(target).scheme not in ("http", "https") or urlsplit(target).netloc != host:
            continue
        if get(target).status_code >= 400:
            rows.add((urlsplit(url).path, a["href"]))
        else:
            todo.append(target)
with open("broken.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["page", "link"])
    out.writerows(sorted(rows))
print(len(rows))
