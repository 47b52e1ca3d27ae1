import csv
import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

done, already = [], 0
with open("members.csv", newline="") as f:
    for row in csv.DictReader(f):
        request = Request("{BASE_URL}/api/members", data=json.dumps(row).encode(), method="POST",
                          headers={"Authorization": "Bearer club-7", "Content-Type": "application/json"})
        try:
            with urlopen(request, timeout=10) as reply:
                done.append([row["email"], json.load(reply)["id"]])
        except HTTPError as e:
            if e.code != 409:
                raise
            already += 1
with open("registered.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["email", "id"])
    out.writerows(done)
print(already)
