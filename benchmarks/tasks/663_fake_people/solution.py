import csv
from faker import Faker

fake = Faker()
with open("people.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["name", "email", "city"])
    for _ in range(20):
        out.writerow([fake.name(), fake.unique.email(), fake.city()])
