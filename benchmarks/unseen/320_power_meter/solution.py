import calendar
import csv
from collections import defaultdict
from datetime import date, timedelta
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

meters = defaultdict(list)
with open("readings.csv", newline="") as f:
    for r in csv.DictReader(f):
        meters[r["meter"]].append((date.fromisoformat(r["date"]), float(r["reading"])))
use = {}
for readings in meters.values():
    readings.sort()
    for (d1, r1), (d2, r2) in zip(readings, readings[1:]):
        for i in range((d2 - d1).days):
            use[d1 + timedelta(days=i)] = (r2 - r1) / (d2 - d1).days
with open("tariffs.csv", newline="") as f:
    tariffs = sorted((date.fromisoformat(r["from"]), float(r["price"])) for r in csv.DictReader(f))
months = defaultdict(lambda: [0, 0.0, 0.0])
for day, kwh in use.items():
    price = [p for d, p in tariffs if d <= day][-1]
    m = months[day.year, day.month]
    m[0] += 1
    m[1] += kwh
    m[2] += kwh * price
rows = [(f"{y}-{m:02d}", v[1], v[2]) for (y, m), v in sorted(months.items()) if v[0] == calendar.monthrange(y, m)[1]]
with open("months.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["month", "kwh", "cost"])
    for name, kwh, cost in rows:
        out.writerow([name, f"{kwh:.1f}", f"{cost:.2f}"])
plt.bar([r[0] for r in rows], [r[1] for r in rows])
plt.savefig("usage.png")
print(max(rows, key=lambda r: r[1])[0])
