import pandas as pd

df = pd.read_excel("clubs.xlsx", sheet_name="Members")
df["zip"] = df["zip"].astype(int)
df.to_csv("members.csv", index=False)
