import csv
from urllib.parse import urljoin
from bs4 import BeautifulSoup

with open("guide.html", encoding="utf-8") as f:
    soup = BeautifulSoup(f, "html.parser")
seen = set()
with open("links.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["text", "url"])
    for a in soup.find("main").find_all("a", href=True):
        href = a["href"].strip()
        if href.startswith(("#", "mailto:")):
            continue
        url = urljoin("https://www.example.org/guide/start.html", href)
        if url not in seen:
            seen.add(url)
            out.writerow([" ".join(a.get_text().split()), url])
