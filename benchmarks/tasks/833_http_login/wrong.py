import json
from urllib.request import Request, urlopen

body = json.dumps({"user": "reader", "password": "tulip-77"}).encode()
request = Request("{BASE_URL}/login", data=body, headers={"Content-Type": "application/json"})
with urlopen(request, timeout=10) as reply:
    token = json.load(reply)["token"]
request = Request("{BASE_URL}/notes", headers={"Authorization": "Bearer " + token})
with urlopen(request, timeout=10) as reply:
    notes = json.load(reply)["notes"]
notes = sorted((n for n in notes if not n["done"]), key=lambda n: n["title"])
with open("open_notes.txt", "w", encoding="utf-8") as f:
    for n in notes:
        f.write(n["title"] + "\n")
