import csv
from statistics import median
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

times = []
with open("runners.csv", newline="") as f:
    for row in csv.DictReader(f):
        h, m, s = map(int, row["time"].split(":"))
        times.append(h * 60 + m + s / 60)
plt.hist(times, bins=12, color="green", edgecolor="black")
plt.xlabel("Minutes")
plt.ylabel("Runners")
plt.savefig("times.png")
print(f"{median(times):.1f}")
