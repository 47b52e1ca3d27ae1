import csv
import xml.etree.ElementTree as ET

with open("books.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["id", "title", "author", "price"])
    for book in ET.parse("books.xml").iter("book"):
        out.writerow([book.get("id")] + [book.findtext(k).strip() for k in ("title", "author", "price")])
