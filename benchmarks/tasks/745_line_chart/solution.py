import csv
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

with open("climate.csv", newline="") as f:
    rows = list(csv.DictReader(f))
months = [r["month"] for r in rows]
plt.figure(figsize=(8, 4), dpi=100)
plt.plot(months, [float(r["oslo"]) for r in rows], color="blue", label="Oslo")
plt.plot(months, [float(r["rome"]) for r in rows], color="red", label="Rome")
plt.title("Mean temperature")
plt.legend()
plt.savefig("climate.png", dpi=100)
