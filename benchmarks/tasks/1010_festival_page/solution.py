import csv
from bs4 import BeautifulSoup

with open("program.html", encoding="utf-8") as f:
    soup = BeautifulSoup(f, "html.parser")


def clean(tag):
    return " ".join(tag.get_text().split()) if tag else ""


rows = []
for art in soup.find_all("article", class_="concert"):
    if "cancelled" in art["class"]:
        continue
    rows.append([art.find("time")["datetime"], clean(art.find("h3")),
                 clean(art.find(class_="stage"))])
rows.sort()
with open("concerts.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["start", "title", "stage"])
    out.writerows(rows)
