import openpyxl
import requests

base = "{BASE_URL}"
r = requests.post(base + "/login", json={"user": "gardener", "password": "tomato7"}, timeout=20)
r.raise_for_status()
session = requests.Session()
session.headers["Authorization"] = "Bearer " + r.json()["token"]
wb = openpyxl.Workbook()
ws = wb.active
ws.title = "Sensors"
ws.append(["id", "room", "readings", "mean"])
best = None
r = session.get(base + "/sensors", timeout=20)
r.raise_for_status()
for sensor in r.json():
    values = []
    r = session.get(f"{base}/sensors/{sensor['id']}/readings", timeout=20)
    if r.status_code != 404:
        r.raise_for_status()
        data = r.json()
        for v in data["values"]:
            if v is not None:
                values.append((v - 32) * 5 / 9 if data["unit"] == "F" else v)
    mean = round(sum(values) / len(values), 2) if values else None
    ws.append([sensor["id"], sensor["room"], len(values), mean])
    if mean is not None and (best is None or mean > best[0]):
        best = (mean, sensor["id"])
wb.save("greenhouse.xlsx")
print(best[1])
