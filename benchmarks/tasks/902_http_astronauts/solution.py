import json
from urllib.request import urlopen

with urlopen("{BASE_URL}/astros", timeout=10) as reply:
    data = json.load(reply)
for person in data["people"]:
    if person["craft"] == "ISS":
        print(person["name"])
