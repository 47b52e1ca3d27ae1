import calendar
import csv
import re
from datetime import date, timedelta

with open("holidays.txt") as f:
    holidays = {date.fromisoformat(line.strip()) for line in f if line.strip()}
NAMES = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MONTHS = [(2023, 12)] + [(2024, m) for m in range(1, 13)] + [(2025, 1)]


def dates(rule):
    m = re.fullmatch(r"every (\d+) days from (\S+)", rule)
    if m:
        day = date.fromisoformat(m[2])
        while day < date(2025, 2, 1):
            yield day
            day += timedelta(days=int(m[1]))
        return
    for year, month in MONTHS:
        length = calendar.monthrange(year, month)[1]
        first, second = rule.split()
        if first == "day":
            yield date(year, month, min(int(second), length))
        else:
            days = [d for d in (date(year, month, i) for i in range(1, length + 1)) if d.weekday() == NAMES.index(second)]
            yield days[-1 if first == "last" else ["first", "second", "third", "fourth"].index(first)]


out = []
with open("reminders.csv", newline="") as f:
    for row in csv.DictReader(f):
        for day in dates(row["rule"].strip()):
            while day.weekday() > 4 or day in holidays:
                day -= timedelta(days=1)
            if day.year == 2024:
                out.append((str(day), row["title"]))
with open("plan.csv", "w", newline="") as f:
    w = csv.writer(f)
    w.writerow(["date", "title"])
    w.writerows(sorted(out))
