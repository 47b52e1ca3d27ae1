import csv
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

with open("rivers.csv", newline="") as f:
    rows = list(csv.DictReader(f))
rows.sort(key=lambda r: float(r["km"]), reverse=True)
plt.barh([r["river"] for r in rows], [float(r["km"]) for r in rows], color="green")
plt.xlim(left=0)
plt.xlabel("Length in km")
plt.tight_layout()
plt.savefig("rivers.png")
