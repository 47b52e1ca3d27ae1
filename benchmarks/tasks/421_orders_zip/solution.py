import csv
import json
import zipfile

rows = []
with zipfile.ZipFile("orders.zip") as z:
    for name in z.namelist():
        if name.endswith(".json"):
            order = json.loads(z.read(name))
            total = sum(line["quantity"] * line["price"] for line in order["lines"])
            rows.append([order["number"], order["customer"]["name"], order["customer"]["country"], round(total, 2)])
rows.sort()
with open("orders.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["number", "name", "country", "total"])
    out.writerows(rows)
