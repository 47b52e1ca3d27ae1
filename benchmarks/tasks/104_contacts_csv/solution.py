import csv
import json

with open("contacts.json", encoding="utf-8") as f:
    contacts = json.load(f)
with open("contacts.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["name", "city", "email"])
    for c in contacts:
        out.writerow([c["name"], c["address"]["city"], c["emails"][0] if c["emails"] else ""])
