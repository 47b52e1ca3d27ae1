import json

with open("contacts.json", encoding="utf-8") as f:
    contacts = json.load(f)
with open("contacts.csv", "w", encoding="utf-8") as f:
    f.write("name,email,phone\n")
    for c in contacts:
        f.write(",".join([c["name"], c["email"], c.get("phone", "")]) + "\n")
