import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd

df = pd.read_csv("subscriptions.csv", parse_dates=["start", "end"])
rows = []
for month in pd.period_range("2023-01", "2023-12", freq="M"):
    last = month.end_time.normalize()
    running = df[(df["start"] <= last) & (df["end"].isna() | (df["end"] > last))]
    rows.append({"month": str(month), "new": (df["start"].dt.to_period("M") == month).sum(),
                 "ended": (df["end"].dt.to_period("M") == month).sum(),
                 "active": len(running), "revenue": round(running["price"].sum(), 2)})
out = pd.DataFrame(rows)
out.to_csv("months.csv", index=False)
plt.plot(out["month"], out["active"], marker="o")
plt.savefig("months.png")
print(out.loc[out["revenue"].idxmax(), "month"])
