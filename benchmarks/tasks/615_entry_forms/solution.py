import csv
import json
import zipfile
import jsonschema

with open("schema.json", encoding="utf-8") as f:
    schema = json.load(f)
validator = jsonschema.validators.validator_for(schema)(schema)
rows, fine = [], 0
with zipfile.ZipFile("entries.zip") as z:
    for name in sorted(z.namelist()):
        if not name.endswith(".json"):
            continue
        errors = list(validator.iter_errors(json.loads(z.read(name).decode("utf-8"))))
        if errors:
            rows.append([name, len(errors)])
        else:
            fine += 1
with open("invalid.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["file", "errors"])
    out.writerows(rows)
print(fine)
