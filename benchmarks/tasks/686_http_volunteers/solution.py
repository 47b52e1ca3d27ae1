import base64
import csv
import json
from collections import Counter
from urllib.request import Request, urlopen

token = base64.b64encode(b"crew:tent-peg-9").decode()
with urlopen(Request("{BASE_URL}/api/volunteers", headers={"Authorization": "Basic " + token}), timeout=10) as reply:
    volunteers = json.load(reply)["volunteers"]
areas = Counter()
with open("volunteers.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["name", "shifts", "hours"])
    for v in sorted(volunteers, key=lambda v: v["name"]):
        out.writerow([v["name"], len(v["shifts"]), sum(s["hours"] for s in v["shifts"])])
        for s in v["shifts"]:
            areas[s["area"]] += s["hours"]
print(areas.most_common(1)[0][0])
