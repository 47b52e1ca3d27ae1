import json
from urllib.request import Request, urlopen

BASE = "{BASE_URL}"


def get(path):
    with urlopen(BASE + path, timeout=10) as reply:
        return json.load(reply)


sent = 0
for device in get("/devices")["devices"]:
    battery = get("/devices/" + device["id"])["status"]["battery"]
    if battery is not None and battery < 20:
        body = json.dumps({"device": device["id"], "battery": battery}).encode()
        request = Request(BASE + "/alerts", data=body,
                          headers={"Content-Type": "application/json"})
        with urlopen(request, timeout=10):
            sent += 1
print(sent)
