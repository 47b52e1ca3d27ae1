import csv
import json
from urllib.error import HTTPError
from urllib.request import urlopen


def get(path):
    with urlopen("{BASE_URL}" + path, timeout=10) as reply:
        return json.load(reply)


rows = []
for station in get("/stations")["stations"]:
    try:
        info = get(f"/stations/{station['id']}")
    except HTTPError as e:
        if e.code != 404:
            raise
        continue
    rows.append([station["name"], info["bikes"], info["docks"]])
rows.sort(key=lambda r: r[1], reverse=True)
with open("stations.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["name", "bikes", "docks"])
    out.writerows(rows)
print(sum(r[1] for r in rows))
