import json
from urllib.request import urlopen

with urlopen("{BASE_URL}/astros", timeout=10) as reply:
    data = json.load(reply)
for person in data["people"]:
    print(person["name"])
