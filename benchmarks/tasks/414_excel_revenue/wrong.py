import pandas as pd

df = pd.read_excel("orders.xlsx", sheet_name="Orders")
out = df.groupby("product", as_index=False).agg(quantity=("quantity", "sum"), price=("unit_price", "mean"))
out["revenue"] = (out["quantity"] * out["price"]).round(2)
out.sort_values("revenue", ascending=False)[["product", "revenue"]].to_csv("revenue.csv", index=False)
