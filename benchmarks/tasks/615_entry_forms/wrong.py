import csv
import json
import zipfile
import jsonschema

with open("schema.json", encoding="utf-8") as f:
    schema = json.load(f)
rows, fine = [], 0
with zipfile.ZipFile("entries.zip") as z:
    for name in sorted(z.namelist()):
        if not name.endswith(".json"):
            continue
        try:
            jsonschema.validate(json.loads(z.read(name).decode("utf-8")), schema)
            fine += 1
        except jsonschema.ValidationError:
            rows.append([name, 1])
with open("invalid.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["file", "errors"])
    out.writerows(rows)
print(fine)
