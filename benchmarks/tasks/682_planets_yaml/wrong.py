import csv
import yaml

with open("planets.csv", newline="") as f:
    planets = list(csv.DictReader(f))
with open("planets.yaml", "w") as f:
    yaml.safe_dump(planets, f, sort_keys=False)
