import pandas as pd

df = pd.read_csv("weights.csv", sep=";", decimal=",")
df = df.dropna(subset=["Weight"]).sort_values("Date")
out = df.groupby("Hive")["Weight"].agg(first="first", last="last")
out["gain"] = (out["last"] - out["first"]).round(2)
out.index.name = "hive"
out.sort_values("gain", ascending=False).to_csv("gains.csv")
