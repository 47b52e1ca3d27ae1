import json
from urllib.request import urlopen

with urlopen("{BASE_URL}/advice", timeout=10) as reply:
    print(json.load(reply)["slip"])
