import json
import requests

BASE = "{BASE_URL}"
session = requests.Session()
r = session.post(BASE + "/api/login", json={"user": "uma", "password": "sun-flower"}, timeout=10)
r.raise_for_status()
session.headers["Authorization"] = "Bearer " + r.json()["token"]


def get(path, **params):
    r = session.get(BASE + path, params=params, timeout=10)
    r.raise_for_status()
    return r.json()


out = []
for p in get("/api/projects"):
    entries, page, pages = [], 1, 1
    while page <= pages:
        reply = get(f"/api/projects/{p['id']}/entries", page=page)
        entries += [e for e in reply["entries"] if e["billable"]]
        pages = reply["pages"]
        page += 1
    hours = sum(e["hours"] for e in entries)
    out.append({"name": p["name"], "hours": hours, "people": sorted({e["person"] for e in entries}),
                "over_budget": hours > p["budget_hours"]})
out.sort(key=lambda p: p["hours"], reverse=True)
with open("hours.json", "w") as f:
    json.dump(out, f, indent=2)
print(sum(p["hours"] for p in out))
