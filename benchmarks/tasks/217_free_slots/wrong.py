import csv
from datetime import datetime, timedelta

with open("busy.csv", newline="") as f:
    busy = sorted((datetime.strptime(r["start"], "%Y-%m-%d %H:%M"), datetime.strptime(r["end"], "%Y-%m-%d %H:%M"))
                  for r in csv.DictReader(f))
rows = []
day = datetime(2024, 9, 5)
while day <= datetime(2024, 9, 10):
    if day.weekday() < 5:
        for a, b in ((9, 12), (13, 17)):
            at, end = day + timedelta(hours=a), day + timedelta(hours=b)
            for s, e in [x for x in busy if x[0].date() == day.date()] + [(end, end)]:
                s = min(s, end)
                if s - at >= timedelta(minutes=45):
                    rows.append((at, s))
                at = max(at, e)
    day += timedelta(days=1)
total = 0
with open("slots.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["date", "start", "end", "minutes"])
    for s, e in rows:
        m = int((e - s).total_seconds() // 60)
        total += m
        out.writerow([f"{s:%Y-%m-%d}", f"{s:%H:%M}", f"{e:%H:%M}", m])
print(total)
