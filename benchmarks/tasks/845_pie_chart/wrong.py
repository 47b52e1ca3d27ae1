import csv
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

with open("seats.csv", newline="") as f:
    rows = list(csv.DictReader(f))
plt.figure(figsize=(8, 6), dpi=100)
plt.pie([int(r["seats"]) for r in rows], labels=[r["party"] for r in rows])
plt.savefig("pie.png")
