import json
from urllib.request import urlopen

with urlopen("{BASE_URL}/weather/lisbon", timeout=10) as reply:
    print(json.load(reply)["current"])
