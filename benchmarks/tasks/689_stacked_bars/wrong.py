import csv
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

with open("recycling.csv", newline="") as f:
    rows = list(csv.DictReader(f))
years = [r["year"] for r in rows]
plt.bar(years, [float(r["paper"]) for r in rows], width=0.6, color="blue", label="Paper")
plt.bar(years, [float(r["glass"]) for r in rows], width=0.6, color="green", label="Glass")
plt.ylim(0, 100)
plt.ylabel("Tonnes")
plt.title("Recycling")
plt.legend()
plt.savefig("recycling.png")
