import csv

with open("museum.csv", newline="") as f:
    days = [int(r["visitors"].replace(",", "") or 0) for r in csv.DictReader(f)]
print(sum(days))
print(round(sum(days) / len(days), 1))
