import csv
from datetime import datetime, timedelta

with open("holidays.txt", encoding="utf-8") as f:
    holidays = {line.split()[0] for line in f if line.strip()}


def working_minutes(start, end):
    total = 0
    day = start.replace(hour=0, minute=0)
    while day <= end:
        if day.weekday() < 5 and day.strftime("%Y-%m-%d") not in holidays:
            first = max(start, day + timedelta(hours=9))
            last = min(end, day + timedelta(hours=17))
            if last > first:
                total += int((last - first).total_seconds() // 60)
        day += timedelta(days=1)
    return total


rows = []
answered = []
with open("tickets.csv", newline="", encoding="utf-8") as f:
    for ticket in csv.DictReader(f):
        start = datetime.strptime(ticket["opened"], "%Y-%m-%d %H:%M")
        end = datetime.strptime(ticket["answered"] or "2024-05-17 12:00", "%Y-%m-%d %H:%M")
        minutes = working_minutes(start, end)
        if not ticket["answered"]:
            status = "open"
        else:
            status = "late" if minutes > 240 else "ok"
            answered.append(minutes)
        rows.append((ticket["id"], minutes, status))
rows.sort(key=lambda r: (-r[1], r[0]))
with open("times.csv", "w", newline="", encoding="utf-8") as f:
    writer = csv.writer(f)
    writer.writerow(["id", "minutes", "status"])
    writer.writerows(rows)
print(round(sum(answered) / len(answered), 1))
