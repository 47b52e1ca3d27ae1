import csv
import json
import jsonschema

with open("books.json") as f:
    books = json.load(f)
with open("schema.json") as f:
    schema = json.load(f)
valid, invalid = [], []
for book in books:
    try:
        jsonschema.validate(book, schema)
        valid.append(book)
    except jsonschema.ValidationError as e:
        invalid.append([book["title"], e.message])
with open("valid.json", "w") as f:
    json.dump(valid, f, indent=2)
with open("invalid.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["title", "error"])
    out.writerows(invalid)
