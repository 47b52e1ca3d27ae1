import csv
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

with open("shop.csv", newline="") as f:
    rows = list(csv.DictReader(f))
months = [r["month"] for r in rows]
results = [int(r["income"].replace(",", "")) - int(r["expenses"].replace(",", "")) for r in rows]
colors = ["green" if v > 0 else "red" for v in results]
plt.figure(figsize=(9, 5))
plt.bar(months, results, color=colors)
plt.axhline(0, color="black", linewidth=1)
plt.xlabel("Month")
plt.ylabel("Result")
plt.savefig("results.png")
print(months[results.index(max(results))])
