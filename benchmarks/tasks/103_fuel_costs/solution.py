import csv

def number(s):
    return float(s.replace(",", "."))

with open("fuel.csv", newline="", encoding="utf-8") as f:
    total = sum(number(r["liters"]) * number(r["price_per_liter"]) for r in csv.DictReader(f, delimiter=";"))
print(f"{total:.2f}")
