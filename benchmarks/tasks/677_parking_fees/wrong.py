import csv
from datetime import datetime


def fee(minutes):
    if minutes <= 30:
        return 0
    days, rest = divmod(minutes, 24 * 60)
    return days * 18 + min(18, (rest // 60 + 1) * 2.5)


inside, stays, problems = {}, [], []
with open("gate.csv", newline="") as f:
    for row in csv.DictReader(f):
        time, plate = row["time"], row["plate"]
        if row["direction"] == "in":
            if plate in inside:
                problems.append([inside[plate], plate, "no_exit"])
            inside[plate] = time
        elif plate not in inside:
            problems.append([time, plate, "no_entry"])
        else:
            a, b = (datetime.strptime(t, "%Y-%m-%d %H:%M") for t in (inside.pop(plate), time))
            minutes = int((b - a).total_seconds()) // 60
            stays.append([plate, minutes, f"{fee(minutes):.2f}"])
with open("stays.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["plate", "minutes", "fee"])
    out.writerows(stays)
with open("problems.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["time", "plate", "reason"])
    out.writerows(sorted(problems))
for plate in sorted(inside):
    print(plate)
