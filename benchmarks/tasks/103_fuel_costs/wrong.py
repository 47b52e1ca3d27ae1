import csv

def number(s):
    return float(s.split(",")[0])

with open("fuel.csv", newline="", encoding="utf-8") as f:
    total = sum(number(r["liters"]) * float(r["price_per_liter"].replace(",", ".")) for r in csv.DictReader(f, delimiter=";"))
print(f"{total:.2f}")
