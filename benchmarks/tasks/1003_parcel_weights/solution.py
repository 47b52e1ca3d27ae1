import csv

with open("parcels.csv", newline="", encoding="utf-8") as f:
    weights = [float(r["weight_kg"]) for r in csv.DictReader(f)
               if r["status"].lower() == "delivered"]
print(len(weights))
print(f"{sum(weights):.2f}")
