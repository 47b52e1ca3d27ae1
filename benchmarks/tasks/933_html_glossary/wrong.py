import json
from bs4 import BeautifulSoup

with open("glossary.html", encoding="utf-8") as f:
    soup = BeautifulSoup(f, "html.parser")
out = {}
for tag in soup.find_all("dt"):
    out[" ".join(tag.get_text().split())] = [" ".join(tag.find_next_sibling("dd").get_text().split())]
with open("glossary.json", "w", encoding="utf-8") as f:
    json.dump(out, f, indent=2, ensure_ascii=False)
