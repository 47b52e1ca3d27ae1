import csv
from bs4 import BeautifulSoup

with open("auction.html", encoding="utf-8") as f:
    soup = BeautifulSoup(f, "html.parser")
with open("lots.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["lot", "title", "bids", "winner", "price"])
    for lot in soup.select("div.lot"):
        if "withdrawn" in lot["class"]:
            continue
        bids = []
        for li in lot.select(".bids li"):
            bids.append((float(li.span.get_text().replace(",", "")), li.b.get_text(strip=True)))
        winner, price = "", ""
        if bids:
            amount, winner = max(bids)
            price = f"{amount:.2f}"
        out.writerow([lot["data-lot"], lot.h3.get_text(strip=True), len(bids), winner, price])
