import pandas as pd

df = pd.read_csv("prices.csv")
df["average"] = df["close"].rolling(5, min_periods=1).mean().round(2)
df.to_csv("average.csv", index=False)
