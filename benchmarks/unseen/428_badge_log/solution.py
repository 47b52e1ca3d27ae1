import csv
import json
import re
from datetime import datetime

with open("badges.csv", newline="") as f:
    names = {r["badge"]: r["name"] for r in csv.DictReader(f)}
came, visits = {}, []
with open("door.log") as f:
    for line in f:
        m = re.match(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) INFO badge (\d+) (IN|OUT)\s*$", line)
        if not m:
            continue
        when, badge, what = m.groups()
        if what == "IN":
            came[badge] = when
        elif badge in came:
            start = came.pop(badge)
            seconds = (datetime.fromisoformat(when) - datetime.fromisoformat(start)).total_seconds()
            visits.append((start, when, names[badge], seconds))
visits.sort()
totals = {name: 0 for name in names.values()}
with open("visits.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["name", "came", "left", "minutes"])
    for start, end, name, seconds in visits:
        out.writerow([name, start, end, int(seconds // 60)])
        totals[name] += int(seconds // 60)
with open("totals.json", "w") as f:
    json.dump(totals, f, indent=2)
print(max(visits, key=lambda v: v[3])[2])
