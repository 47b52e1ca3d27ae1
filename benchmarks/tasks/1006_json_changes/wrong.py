import csv
import json

with open("old.json", encoding="utf-8") as f:
    old = json.load(f)
with open("new.json", encoding="utf-8") as f:
    new = json.load(f)
rows = []


def show(value):
    return json.dumps(value, ensure_ascii=False)


def equal(a, b):
    return a == b


def compare(a, b, path):
    for key in a.keys() | b.keys():
        here = path + [key]
        name = ".".join(here)
        if key not in b:
            rows.append([name, "removed", show(a[key]), ""])
        elif key not in a:
            rows.append([name, "added", "", show(b[key])])
        elif isinstance(a[key], dict) and isinstance(b[key], dict):
            compare(a[key], b[key], here)
        elif not equal(a[key], b[key]):
            rows.append([name, "changed", show(a[key]), show(b[key])])


compare(old, new, [])
with open("changes.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["path", "change", "old", "new"])
    out.writerows(sorted(rows))
