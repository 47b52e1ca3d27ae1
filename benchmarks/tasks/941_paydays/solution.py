import csv
from datetime import date, timedelta

with open("holidays.txt") as f:
    holidays = {date.fromisoformat(line.strip()) for line in f if line.strip()}
moved = 0
with open("paydays.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["month", "payday"])
    for month in range(1, 13):
        day = date(2025, month, 25)
        while day.weekday() >= 5 or day in holidays:
            day -= timedelta(days=1)
        if day.day != 25:
            moved += 1
        out.writerow([f"2025-{month:02d}", day])
print(moved)
