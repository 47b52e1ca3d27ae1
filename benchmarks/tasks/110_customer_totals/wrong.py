import pandas as pd

customers = pd.read_csv("customers.csv")
orders = pd.read_csv("orders.csv")
both = customers.merge(orders, left_on="id", right_on="customer_id", how="left")
out = both.groupby(["id", "name"], as_index=False).agg(orders=("id", "size"), total=("amount", "sum"))
out["total"] = out["total"].round(2)
out = out.sort_values(["total", "name"], ascending=[False, True])
out.to_csv("customer_totals.csv", index=False)
print((~orders["customer_id"].isin(customers["id"])).sum())
