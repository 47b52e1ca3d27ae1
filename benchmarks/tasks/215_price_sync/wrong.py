import csv
import time
import requests

base, headers = "{BASE_URL}/api/products", {"X-Token": "sesame-7"}
for _ in range(5):
    reply = requests.get(base, headers=headers, timeout=10)
    if reply.status_code != 429:
        break
    time.sleep(0.2)
shop = {p["sku"]: p for p in reply.json()}
rows = {r["sku"]: r for r in csv.DictReader(open("prices.csv", newline="", encoding="utf-8"))}
changed = added = removed = 0
for sku, r in rows.items():
    price = float(r["price"])
    if sku not in shop:
        requests.post(base, json={"sku": sku, "name": r["name"], "price": price}, headers=headers, timeout=10)
        added += 1
    elif shop[sku]["price"] != price:
        requests.patch(f"{base}/{shop[sku]['id']}", json={"price": price}, headers=headers, timeout=10)
        changed += 1
for sku, p in shop.items():
    if sku not in rows:
        requests.delete(f"{base}/{p['id']}", headers=headers, timeout=10)
        removed += 1
print(f"changed {changed}, added {added}, removed {removed}")
