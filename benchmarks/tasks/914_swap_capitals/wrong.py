import json

with open("capitals.json", encoding="utf-8") as f:
    capitals = json.load(f)
countries = {capital: country for country, capital in sorted(capitals.items())}
with open("countries.json", "w", encoding="utf-8") as f:
    json.dump(countries, f, indent=2)
