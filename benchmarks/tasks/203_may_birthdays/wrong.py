import csv

with open("family.csv", newline="", encoding="utf-8") as f:
    rows = [r for r in csv.DictReader(f) if r["birthday"].split("-")[1] == "05"]
rows.sort(key=lambda r: r["birthday"])
for r in rows:
    print(r["name"])
