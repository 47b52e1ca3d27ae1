import csv
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

with open("climate.csv", newline="") as f:
    rows = list(csv.DictReader(f))
plt.plot([r["month"] for r in rows], [r["degrees"] for r in rows], color="red")
plt.xlabel("Month")
plt.ylabel("Degrees")
plt.title("Oslo")
plt.savefig("climate.png")
