import csv
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

with open("people.csv", newline="") as f:
    rows = list(csv.DictReader(f))
plt.figure(figsize=(7, 5), dpi=100)
plt.scatter([float(r["height_cm"]) for r in rows], [float(r["shoe_size"]) for r in rows], color="red")
plt.xlabel("Height (cm)")
plt.ylabel("Shoe size")
plt.savefig("scatter.png")
