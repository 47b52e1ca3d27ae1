import csv
import json
import time
from urllib.error import HTTPError
from urllib.request import Request, urlopen


def call(method, path, data=None):
    headers = {"X-Token": "sesame-7", "Content-Type": "application/json"}
    body = None if data is None else json.dumps(data).encode()
    for attempt in range(6):
        try:
            with urlopen(Request("{BASE_URL}" + path, data=body, headers=headers, method=method), timeout=10) as reply:
                return reply.read()
        except HTTPError as e:
            if e.code != 429 or attempt == 5:
                raise
            time.sleep(0.2)


shop = {p["sku"]: p for p in json.loads(call("GET", "/api/products"))}
with open("prices.csv", newline="", encoding="utf-8") as f:
    rows = {r["sku"]: r for r in csv.DictReader(f)}
changed = added = removed = 0
for sku, r in rows.items():
    price = float(r["price"])
    if sku not in shop:
        call("POST", "/api/products", {"sku": sku, "name": r["name"], "price": price})
        added += 1
    elif shop[sku]["price"] != price:
        call("PATCH", f"/api/products/{shop[sku]['id']}", {"price": price})
        changed += 1
for sku, p in shop.items():
    if sku not in rows:
        call("DELETE", f"/api/products/{p['id']}")
        removed += 1
print(f"changed {changed}, added {added}, removed {removed}")
