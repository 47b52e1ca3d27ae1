import csv
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

with open("towers.csv", newline="") as f:
    rows = sorted(csv.DictReader(f), key=lambda r: float(r["height"]))
plt.barh([r["tower"] for r in rows], [float(r["height"]) for r in rows], color="green")
plt.xlim(left=0)
plt.xlabel("Height in m")
plt.tight_layout()
plt.savefig("towers.png")
