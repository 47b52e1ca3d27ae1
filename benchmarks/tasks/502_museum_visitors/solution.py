import csv

with open("museum.csv", newline="") as f:
    days = [int(r["visitors"].replace(",", "")) for r in csv.DictReader(f) if r["visitors"].strip()]
print(sum(days))
print(f"{sum(days) / len(days):.1f}")
