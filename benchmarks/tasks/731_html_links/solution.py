from urllib.parse import urldefrag, urljoin
from bs4 import BeautifulSoup

with open("page.html", encoding="utf-8") as f:
    soup = BeautifulSoup(f, "html.parser")
links = []
for a in soup.find_all("a", href=True):
    url = urldefrag(urljoin("https://docs.example.org/guide/start.html", a["href"].strip())).url
    if url.startswith(("http://", "https://")) and url not in links:
        links.append(url)
with open("links.txt", "w") as f:
    f.write("\n".join(links) + "\n")
