import json
from urllib.request import urlopen

with urlopen("{BASE_URL}/weather?city=Bergen", timeout=10) as reply:
    data = json.load(reply)
print(f"{data['main']['temp']}, {data['weather'][0]['description']}")
