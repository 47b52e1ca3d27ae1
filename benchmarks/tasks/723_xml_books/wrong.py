import xml.etree.ElementTree as ET

with open("books.csv", "w", encoding="utf-8") as f:
    f.write("id,title,author,price\n")
    for book in ET.parse("books.xml").iter("book"):
        f.write(",".join([book.get("id")] + [book.findtext(k).strip() for k in ("title", "author", "price")]) + "\n")
