import csv
from datetime import datetime, timedelta

with open("holidays.txt", encoding="utf-8") as f:
    holidays = {line.strip() for line in f}


def working_minutes(start, end):
    total = 0
    while start < end:
        if 9 <= start.hour < 17 and start.weekday() < 5 and str(start.date()) not in holidays:
            total += 1
        start += timedelta(minutes=1)
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
