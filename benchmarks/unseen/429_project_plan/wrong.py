import csv
from datetime import date, timedelta

with open("holidays.txt") as f:
    holidays = set(f.read().split())
with open("tasks.csv", newline="") as f:
    tasks = list(csv.DictReader(f))


def working(day):
    return day.weekday() < 5


def from_day(day):
    while not working(day):
        day += timedelta(days=1)
    return day


plan = {}
changed = True
while changed:
    changed = False
    for t in tasks:
        before = t["after"].split()
        if t["id"] in plan or any(b not in plan for b in before):
            continue
        start = from_day(max([date(2024, 4, 29)] + [plan[b][1] + timedelta(days=1) for b in before]))
        end = start
        for _ in range(int(t["days"]) - 1):
            end = from_day(end + timedelta(days=1))
        plan[t["id"]] = (start, end)
        changed = True
rows = [[t["id"], t["name"], *plan[t["id"]]] for t in tasks if t["id"] in plan]
rows.sort(key=lambda r: (r[2], r[0]))
with open("plan.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["id", "name", "start", "end"])
    out.writerows(rows)
with open("impossible.txt", "w") as f:
    f.writelines(i + "\n" for i in sorted(t["id"] for t in tasks if t["id"] not in plan))
print(max(r[3] for r in rows))
