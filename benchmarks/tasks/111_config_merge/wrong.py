import json

with open("defaults.json", encoding="utf-8") as f:
    merged = json.load(f)
with open("site.json", encoding="utf-8") as f:
    site = json.load(f)
for key, value in site.items():
    if value is None:
        merged.pop(key, None)
    elif isinstance(value, dict) and isinstance(merged.get(key), dict):
        merged[key].update(value)
        merged[key] = {k: v for k, v in merged[key].items() if v is not None}
    else:
        merged[key] = value
with open("merged.json", "w", encoding="utf-8") as f:
    json.dump(merged, f, indent=2)
