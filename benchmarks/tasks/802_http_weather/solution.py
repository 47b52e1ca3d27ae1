import json
from urllib.request import urlopen

with urlopen("{BASE_URL}/weather/lisbon", timeout=10) as reply:
    current = json.load(reply)["current"]
print(f"{current['temp_c']} degrees, {current['condition']}")
