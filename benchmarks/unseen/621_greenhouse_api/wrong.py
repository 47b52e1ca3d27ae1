import openpyxl
import requests

base = "{BASE_URL}"
r = requests.post(base + "/login", json={"user": "gardener", "password": "tomato7"}, timeout=20)
headers = {"Authorization": "Bearer " + r.json()["token"]}
wb = openpyxl.Workbook()
ws = wb.active
ws.title = "Sensors"
ws.append(["id", "room", "readings", "mean"])
best = None
for sensor in requests.get(base + "/sensors", headers=headers, timeout=20).json():
    r = requests.get(f"{base}/sensors/{sensor['id']}/readings", headers=headers, timeout=20)
    data = r.json()
    values = [v or 0 for v in data.get("values", [])]
    if data.get("unit") == "F":
        values = [(v - 32) * 5 / 9 for v in values]
    mean = round(sum(values) / len(values), 2) if values else None
    ws.append([sensor["id"], sensor["room"], len(values), mean])
    if mean is not None and (best is None or mean > best[0]):
        best = (mean, sensor["id"])
wb.save("greenhouse.xlsx")
print(best[1])
