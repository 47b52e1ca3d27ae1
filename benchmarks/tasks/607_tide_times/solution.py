import requests

r = requests.get("{BASE_URL}/tides", params={"date": "2025-08-14"}, timeout=20)
r.raise_for_status()
for tide in r.json()["tides"]:
    if tide["type"] == "high":
        print(tide["time"], tide["height_m"], "m")
