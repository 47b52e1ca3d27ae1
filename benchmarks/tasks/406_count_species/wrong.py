import csv
from collections import Counter

with open("shelter.csv", newline="") as f:
    rows = csv.DictReader(f)
    next(rows)
    counts = Counter(row["species"] for row in rows)
for species, n in counts.items():
    print(f"{species}: {n}")
