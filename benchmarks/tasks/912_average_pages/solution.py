import csv

with open("reading.csv", newline="") as f:
    pages = [int(row["pages"]) for row in csv.DictReader(f)]
print(round(sum(pages) / len(pages), 1))
