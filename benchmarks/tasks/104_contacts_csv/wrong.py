import json

with open("contacts.json", encoding="utf-8") as f:
    contacts = json.load(f)
with open("contacts.csv", "w", encoding="utf-8") as f:
    f.write("name,city,email\n")
    for c in contacts:
        email = c["emails"][0] if c["emails"] else ""
        f.write(f"{c['name']},{c['address']['city']},{email}\n")
