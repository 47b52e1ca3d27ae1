import csv
import json

with open("contacts.json", encoding="utf-8") as f:
    contacts = json.load(f)
with open("contacts.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["name", "email", "phone"])
    for c in contacts:
        out.writerow([c["name"], c["email"], c.get("phone", "")])
