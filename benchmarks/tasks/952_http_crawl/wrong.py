import csv
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import urlopen
from bs4 import BeautifulSoup

START = "{BASE_URL}/"
host = urlsplit(START).netloc
titles, links, gone = {}, [], set()
todo, seen = [START], {START}
while todo:
    url = todo.pop()
    path = urlsplit(url).path
    try:
        with urlopen(url, timeout=10) as reply:
            soup = BeautifulSoup(reply.read(), "html.parser")
    except HTTPError as e:
        if e.code != 404:
            raise
        gone.add(path)
        continue
    titles[path] = " ".join(soup.title.get_text().split())
    for a in soup.find_all("a", href=True):
        target = urljoin(START, a["href"]).split("#")[0]
        parts = urlsplit(target)
        if parts.scheme != "http" or parts.netloc != host:
            continue
        links.append((path, parts.path))
        if target not in seen:
            seen.add(target)
            todo.append(target)
with open("pages.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["path", "title"])
    out.writerows(sorted(titles.items()))
with open("broken.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["page", "link"])
    out.writerows(sorted({(page, link) for page, link in links if link in gone}))
print(len(titles))
