import csv
import json

with open("books.json") as f:
    books = json.load(f)
with open("schema.json") as f:
    schema = json.load(f)
valid, invalid = [], []
for book in books:
    missing = [k for k in schema["required"] if k not in book]
    if missing:
        invalid.append([book["title"], f"'{missing[0]}' is a required property"])
    else:
        valid.append(book)
with open("valid.json", "w") as f:
    json.dump(valid, f, indent=2)
with open("invalid.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["title", "error"])
    out.writerows(invalid)
