import pandas as pd

customers = pd.read_csv("customers.csv")
orders = pd.read_csv("orders.csv")
known = orders["customer_id"].isin(customers["id"])
sums = orders[known].groupby("customer_id")["amount"].agg(orders="count", total="sum").reset_index()
out = customers.merge(sums, left_on="id", right_on="customer_id", how="left")
out["orders"] = out["orders"].fillna(0).astype(int)
out["total"] = out["total"].fillna(0).round(2)
out = out.sort_values(["total", "name"], ascending=[False, True])
out[["id", "name", "orders", "total"]].to_csv("customer_totals.csv", index=False)
print((~known).sum())
