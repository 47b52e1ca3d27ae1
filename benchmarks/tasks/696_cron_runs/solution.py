import csv
from datetime import datetime, timedelta

LIMITS = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 6)]


def numbers(field, low, high):
    found = set()
    for part in field.split(","):
        part, _, step = part.partition("/")
        if part == "*":
            first, last = low, high
        elif "-" in part:
            first, last = map(int, part.split("-"))
        else:
            first = last = int(part)
        found.update(range(first, last + 1, int(step or 1)))
    return found


jobs = []
with open("crontab.txt") as f:
    for line in f:
        if line.strip() and not line.startswith("#"):
            *fields, command = line.strip().split(maxsplit=5)
            jobs.append((fields, [numbers(x, *limit) for x, limit in zip(fields, LIMITS)], command))
rows = []
time = datetime(2024, 2, 26)
while time < datetime(2024, 3, 4):
    for fields, (minutes, hours, days, months, weekdays), command in jobs:
        if time.minute in minutes and time.hour in hours and time.month in months:
            day, weekday = time.day in days, time.isoweekday() % 7 in weekdays
            if (day or weekday) if fields[2] != "*" and fields[4] != "*" else (day and weekday):
                rows.append((time.strftime("%Y-%m-%d %H:%M"), command))
    time += timedelta(minutes=1)
with open("runs.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["time", "command"])
    out.writerows(rows)
for _, _, command in jobs:
    print(f"{command}: {sum(c == command for _, c in rows)}")
