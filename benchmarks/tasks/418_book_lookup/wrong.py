import csv
import json
from urllib.error import HTTPError
from urllib.request import urlopen

with open("isbns.txt") as f:
    isbns = f.read().split()
with open("books.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["isbn", "title", "authors", "pages"])
    for isbn in isbns:
        try:
            with urlopen("{BASE_URL}/books/" + isbn, timeout=10) as reply:
                book = json.load(reply)
        except HTTPError as e:
            if e.code != 404:
                raise
            print(isbn)
            continue
        out.writerow([isbn, book["title"], book["authors"][0]["name"], book["pages"]])
