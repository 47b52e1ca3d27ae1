import csv
from collections import Counter

with open("shelter.csv", newline="") as f:
    counts = Counter(row["species"] for row in csv.DictReader(f))
for species, n in counts.items():
    print(f"{species}: {n}")
