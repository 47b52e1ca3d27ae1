import json
from bs4 import BeautifulSoup

with open("glossary.html", encoding="utf-8") as f:
    soup = BeautifulSoup(f, "html.parser")
out = {}
for tag in soup.find_all(["dt", "dd"]):
    words = " ".join(tag.get_text().split())
    if tag.name == "dt":
        term = words
        out[term] = []
    else:
        out[term].append(words)
with open("glossary.json", "w", encoding="utf-8") as f:
    json.dump(out, f, indent=2, ensure_ascii=False)
