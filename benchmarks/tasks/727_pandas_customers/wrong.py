import pandas as pd

out = pd.read_csv("customers.csv").merge(pd.read_csv("orders.csv"), on="customer_id")
out = out.groupby("name", as_index=False).agg(orders=("amount", "size"), total=("amount", "sum"))
out["total"] = out["total"].round(2)
out.sort_values("name").to_csv("customer_totals.csv", index=False)
