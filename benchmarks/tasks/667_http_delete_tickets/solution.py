import json
from urllib.request import Request, urlopen

headers = {"X-Token": "desk-7"}
with urlopen(Request("{BASE_URL}/tickets", headers=headers), timeout=10) as reply:
    tickets = json.load(reply)["tickets"]
closed = [t["id"] for t in tickets if t["status"] == "closed"]
for number in closed:
    urlopen(Request("{BASE_URL}/tickets/" + str(number), headers=headers, method="DELETE"), timeout=10).close()
print(len(closed))
