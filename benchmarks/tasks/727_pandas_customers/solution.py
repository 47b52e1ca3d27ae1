import pandas as pd

customers = pd.read_csv("customers.csv")
orders = pd.read_csv("orders.csv")
sums = orders.groupby("customer_id", as_index=False).agg(orders=("amount", "size"), total=("amount", "sum"))
out = customers.merge(sums, on="customer_id", how="left").fillna({"orders": 0, "total": 0})
out["orders"] = out["orders"].astype(int)
out["total"] = out["total"].round(2)
out.sort_values("name")[["name", "orders", "total"]].to_csv("customer_totals.csv", index=False)
