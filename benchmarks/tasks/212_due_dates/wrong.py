import csv
from datetime import date, timedelta

with open("holidays.txt", encoding="utf-8") as f:
    off = {date.fromisoformat(line.split()[0]) for line in f if line.strip()}
with open("jobs.csv", newline="", encoding="utf-8") as f:
    jobs = list(csv.DictReader(f))
with open("due.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["job", "due", "weekday"])
    for job in jobs:
        day, left = date.fromisoformat(job["received"]), int(job["days"])
        while left:
            day += timedelta(days=1)
            if day.weekday() < 5:
                left -= 1
        while day in off or day.weekday() > 4:
            day += timedelta(days=1)
        out.writerow([job["job"], day, day.strftime("%A")])
