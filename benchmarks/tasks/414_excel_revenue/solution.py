import pandas as pd

df = pd.read_excel("orders.xlsx", sheet_name="Orders")
df["revenue"] = df["quantity"] * df["unit_price"]
out = df.groupby("product", as_index=False)["revenue"].sum()
out = out.sort_values("revenue", ascending=False)
out["revenue"] = out["revenue"].round(2)
out.to_csv("revenue.csv", index=False)
