import csv
from collections import defaultdict
from datetime import datetime
from openpyxl import Workbook

punches = defaultdict(list)
with open("punches.csv", newline="") as f:
    for r in csv.DictReader(f):
        punches[r["employee"]].append((r["time"], r["kind"]))
wb, problems = Workbook(), []
wb.remove(wb.active)
for name in sorted(punches):
    days, start = defaultdict(int), None
    for time, kind in sorted(punches[name]):
        if kind == "in":
            if start:
                problems.append([name, start, "in"])
            start = time
        elif start is None:
            problems.append([name, time, "out"])
        else:
            a, b = (datetime.strptime(t, "%Y-%m-%d %H:%M") for t in (start, time))
            minutes = round((b - a).total_seconds() / 60)
            days[start[:10]] += minutes - 30 if minutes >= 360 else minutes
            start = None
    if start:
        problems.append([name, start, "in"])
    ws = wb.create_sheet(name)
    ws.append(["date", "hours"])
    for day in sorted(days):
        ws.append([day, round(days[day] / 60, 2)])
    ws.append(["Total", round(sum(days.values()) / 60, 2)])
wb.save("hours.xlsx")
with open("problems.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["employee", "time", "kind"])
    out.writerows(problems)
