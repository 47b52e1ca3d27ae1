import csv
import json
from collections import Counter, defaultdict
from datetime import datetime, timedelta

shifts = defaultdict(list)
with open("shifts.csv", newline="") as f:
    for r in csv.DictReader(f):
        shifts[r["employee"]].append((datetime.fromisoformat(r["start"]), datetime.fromisoformat(r["end"])))
found, hours = [], {}
for name, own in shifts.items():
    weeks, before = Counter(), None
    for start, end in sorted(own):
        rules = []
        length = (end - start) / timedelta(hours=1)
        if before and start < before:
            rules.append("overlap")
        elif before and start - before < timedelta(hours=11):
            rules.append("rest")
        if length > 10:
            rules.append("long")
        week = start.isocalendar()[:2]
        if weeks[week] + length > 40:
            rules.append("week")
        weeks[week] += length
        before = end
        found += [(start.strftime("%Y-%m-%d %H:%M"), name, rule) for rule in rules]
    hours[name] = sum(weeks.values())
with open("violations.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["start", "employee", "rule"])
    out.writerows(sorted(found))
with open("hours.json", "w") as f:
    json.dump(hours, f, indent=2)
print(Counter(name for _, name, _ in found).most_common(1)[0][0])
