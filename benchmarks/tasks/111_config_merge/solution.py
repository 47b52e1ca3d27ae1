import json


def merge(base, over):
    out = dict(base)
    for key, value in over.items():
        if value is None:
            out.pop(key, None)
        elif isinstance(value, dict) and isinstance(out.get(key), dict):
            out[key] = merge(out[key], value)
        else:
            out[key] = value
    return out


with open("defaults.json", encoding="utf-8") as f:
    defaults = json.load(f)
with open("site.json", encoding="utf-8") as f:
    site = json.load(f)
with open("merged.json", "w", encoding="utf-8") as f:
    json.dump(merge(defaults, site), f, indent=2, ensure_ascii=False)
