import json
import requests

BASE = "{BASE_URL}"
token = requests.post(BASE + "/api/login", json={"user": "uma", "password": "sun-flower"}, timeout=10).json()["token"]
headers = {"Authorization": "Bearer " + token}
out = []
for p in requests.get(BASE + "/api/projects", headers=headers, timeout=10).json():
    url = f"{BASE}/api/projects/{p['id']}/entries"
    pages = requests.get(url, params={"page": 1}, headers=headers, timeout=10).json()["pages"]
    entries = []
    for n in range(1, pages + 1):
        reply = requests.get(url, params={"page": n}, headers=headers, timeout=10).json()
        entries += reply["entries"]
    hours = sum(e["hours"] for e in entries if e["billable"])
    out.append({"name": p["name"], "hours": hours, "people": sorted({e["person"] for e in entries}),
                "over_budget": hours >= p["budget_hours"]})
out.sort(key=lambda p: p["hours"], reverse=True)
with open("hours.json", "w") as f:
    json.dump(out, f, indent=2)
print(sum(p["hours"] for p in out))
