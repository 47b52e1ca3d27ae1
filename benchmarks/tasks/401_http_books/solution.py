import json
from urllib.request import urlopen

with urlopen("{BASE_URL}/books", timeout=10) as reply:
    for book in json.load(reply):
        print(book["title"])
