import json
from urllib.request import urlopen

with urlopen("{BASE_URL}/books", timeout=10) as reply:
    print([book["title"] for book in json.load(reply)])
