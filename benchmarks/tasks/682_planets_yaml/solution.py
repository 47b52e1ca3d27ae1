import csv
import yaml

with open("planets.csv", newline="") as f:
    planets = [{"name": r["name"], "radius_km": int(r["radius_km"]), "moons": int(r["moons"])} for r in csv.DictReader(f)]
with open("planets.yaml", "w") as f:
    yaml.safe_dump(planets, f, sort_keys=False)
