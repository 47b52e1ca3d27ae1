import json
from urllib.request import urlopen

with urlopen("{BASE_URL}/weather?city=Bergen", timeout=10) as reply:
    data = json.load(reply)
print(f"{data['main']['feels_like']}, {data['weather'][0]['main']}")
