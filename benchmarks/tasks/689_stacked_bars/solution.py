import csv
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

with open("recycling.csv", newline="") as f:
    rows = list(csv.DictReader(f))
years = [r["year"] for r in rows]
paper = [float(r["paper"]) for r in rows]
glass = [float(r["glass"]) for r in rows]
plt.bar(years, paper, width=0.6, color="blue", label="Paper")
plt.bar(years, glass, width=0.6, bottom=paper, color="green", label="Glass")
plt.ylim(0, 100)
plt.ylabel("Tonnes")
plt.title("Recycling")
plt.legend(loc="upper right")
plt.savefig("recycling.png")
