import pandas as pd

boats = pd.read_csv("boats.csv")
rentals = pd.read_csv("rentals.csv")
df = boats.merge(rentals, on="boat")
df["hours"] = df["hours"].fillna(0)
df["income"] = df["hours"] * df["price_per_hour"]
out = df.groupby("type", as_index=False)[["hours", "income"]].sum().round(2)
out.sort_values("type").to_csv("income.csv", index=False)
