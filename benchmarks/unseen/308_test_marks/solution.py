import pandas as pd

df = pd.read_csv("marks.csv")
names = df["student"].unique()
taken = df.dropna(subset=["points"]).groupby("student")
out = pd.DataFrame({"tests": taken.size(), "percent": (taken["points"].sum() / taken["max"].sum() * 100).round(1)}).reindex(names)
out["tests"] = out["tests"].fillna(0).astype(int)
out.index.name = "student"
out.sort_values("percent", ascending=False, na_position="last").to_csv("percent.csv")
