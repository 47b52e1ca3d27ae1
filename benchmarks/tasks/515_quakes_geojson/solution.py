import csv
import json
from datetime import datetime, timezone
from urllib.request import urlopen

with urlopen("{BASE_URL}/quakes", timeout=10) as reply:
    features = json.load(reply)["features"]
strong = [f for f in features if f["properties"]["mag"] is not None and f["properties"]["mag"] >= 5]
strong.sort(key=lambda f: f["properties"]["mag"], reverse=True)
with open("quakes.csv", "w", newline="", encoding="utf-8") as out:
    w = csv.writer(out)
    w.writerow(["time", "place", "magnitude", "depth"])
    for f in strong:
        p = f["properties"]
        time = datetime.fromtimestamp(p["time"] / 1000, timezone.utc)
        w.writerow([time.strftime("%Y-%m-%d %H:%M"), p["place"], p["mag"], f["geometry"]["coordinates"][2]])
