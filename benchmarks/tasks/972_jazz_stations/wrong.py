import json

with open("stations.json", encoding="utf-8") as f:
    stations = json.load(f)
jazz = [s for s in stations if s["genre"] == "jazz"]
for s in sorted(jazz, key=lambda s: s["frequency"]):
    print(f"{s['name']}: {s['frequency'].replace(' MHz', '')}")
