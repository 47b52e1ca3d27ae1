import json
from urllib.request import urlopen

with urlopen("{BASE_URL}/canteen/today", timeout=10) as reply:
    menu = json.load(reply)["menu"]
for dish in sorted(menu, key=lambda d: d["price"]):
    if dish["vegetarian"]:
        print(f"{dish['name']}: {dish['price']}")
