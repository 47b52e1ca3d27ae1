import json
from urllib.request import urlopen

for tide in json.load(urlopen("{BASE_URL}/tides"))["tides"]:
    if tide["type"] == "high":
        print(tide["time"], tide["height_m"], "m")
