import csv
import tomllib
from datetime import datetime
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

with open("tariff.toml", "rb") as f:
    tariff = tomllib.load(f)
holidays = {str(d) for d in tariff["holidays"]}
with open("meter.csv", newline="") as f:
    readings = [(datetime.strptime(r["time"], "%Y-%m-%d %H:%M"), float(r["reading"])) for r in csv.DictReader(f)]
months = {}
for (time, before), (_, after) in zip(readings, readings[1:]):
    use = max(after - before, 0)
    peak = (tariff["peak_start"] <= time.hour < tariff["peak_end"] and time.weekday() < 5
            and time.strftime("%Y-%m-%d") not in holidays)
    kwh = months.setdefault(time.strftime("%Y-%m"), {"peak": 0.0, "offpeak": 0.0})
    kwh["peak" if peak else "offpeak"] += use
costs = {}
with open("bill.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["month", "peak_kwh", "offpeak_kwh", "cost"])
    for month, kwh in months.items():
        cost = kwh["peak"] * tariff["peak_price"] + kwh["offpeak"] * tariff["offpeak_price"] + tariff["monthly_fee"]
        costs[month] = cost
        out.writerow([month, round(kwh["peak"], 2), round(kwh["offpeak"], 2), round(cost, 2)])
plt.bar(list(costs), list(costs.values()))
plt.ylabel("Cost")
plt.savefig("bill.png")
print(max(costs, key=costs.get))
