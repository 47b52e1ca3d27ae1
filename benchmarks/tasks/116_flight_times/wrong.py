import csv
from datetime import datetime
from zoneinfo import ZoneInfo


def local(clock, zone):
    return datetime.strptime(clock, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone))


longest = None
with open("flights.csv", newline="") as f, open("durations.csv", "w", newline="") as g:
    out = csv.writer(g)
    out.writerow(["flight", "departure_utc", "duration"])
    for r in csv.DictReader(f):
        start, end = local(r["departure"], r["from_zone"]), local(r["arrival"], r["to_zone"])
        minutes = int((end - start).total_seconds()) // 60
        out.writerow([r["flight"], start.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%d %H:%M"), f"{minutes // 60}:{minutes % 60:02d}"])
        if longest is None or minutes > longest[0]:
            longest = minutes, r["flight"]
print(longest[1])
