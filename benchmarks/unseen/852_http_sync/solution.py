import csv
import json
import time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

BASE = "{BASE_URL}"


def send(method, path, data=None):
    body = None if data is None else json.dumps(data).encode()
    for attempt in range(6):
        request = Request(BASE + path, data=body, method=method, headers={"X-Token": "sync-5521", "Content-Type": "application/json"})
        try:
            with urlopen(request, timeout=10) as reply:
                return json.load(reply)
        except HTTPError as e:
            if e.code != 503 or attempt == 5:
                raise
            time.sleep(0.1)


remote = {p["sku"]: p for p in send("GET", "/products")["products"]}
with open("stock.csv", newline="", encoding="utf-8") as f:
    local = {r["sku"]: {"sku": r["sku"], "name": r["name"], "quantity": int(r["quantity"])} for r in csv.DictReader(f)}
log = []
for sku in sorted(set(local) | set(remote)):
    mine, theirs = local.get(sku), remote.get(sku)
    if theirs is None:
        send("POST", "/products", mine)
        log.append(["create", sku])
    elif mine is None:
        send("DELETE", f"/products/{sku}")
        log.append(["delete", sku])
    elif mine["name"] != theirs["name"] or mine["quantity"] != theirs["quantity"]:
        send("PUT", f"/products/{sku}", {"name": mine["name"], "quantity": mine["quantity"]})
        log.append(["update", sku])
with open("changes.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["action", "sku"])
    out.writerows(log)
