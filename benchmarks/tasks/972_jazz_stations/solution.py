import json

with open("stations.json", encoding="utf-8") as f:
    stations = json.load(f)
jazz = [(s["name"], s["frequency"].split()[0]) for s in stations if s["genre"] == "jazz"]
for name, frequency in sorted(jazz, key=lambda x: float(x[1])):
    print(f"{name}: {frequency}")
