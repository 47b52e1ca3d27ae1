import json

with open("parts.txt", encoding="utf-8") as f:
    rows = f.read().splitlines()
parts = []
for row in rows[1:]:
    if row.startswith("END"):
        break
    day = row[37:45]
    parts.append({"number": row[:6], "name": row[6:24].strip(), "stock": int(row[24:29]),
                  "price": int(row[29:37]) / 100,
                  "last_sale": f"{day[:4]}-{day[4:6]}-{day[6:]}"})
with open("parts.json", "w", encoding="utf-8") as f:
    json.dump(parts, f, indent=2, ensure_ascii=False)
