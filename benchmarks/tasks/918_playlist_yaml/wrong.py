import csv
import yaml

with open("playlist.csv", newline="", encoding="utf-8") as f:
    rows = list(csv.DictReader(f))
for row in rows:
    row["seconds"] = row["seconds"].strip()
with open("playlist.yaml", "w", encoding="utf-8") as f:
    yaml.safe_dump([dict(row) for row in rows], f)
