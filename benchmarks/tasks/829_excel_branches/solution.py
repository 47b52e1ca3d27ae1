import csv
from openpyxl import load_workbook

total = 0
with open("all_branches.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["branch", "item", "quantity", "price"])
    for ws in load_workbook("branches.xlsx", data_only=True):
        rows = ws.iter_rows(values_only=True)
        head = next(rows)
        for row in rows:
            r = dict(zip(head, row))
            if r["quantity"] is None:
                continue
            out.writerow([ws.title, r["item"], r["quantity"], r["price"]])
            total += r["quantity"] * r["price"]
print(f"{total:.2f}")
