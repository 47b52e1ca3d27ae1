import csv
from openpyxl import load_workbook

ws = load_workbook("plan.xlsx")["Plan"]
rows, total = [], {}
for a, b, c in ws.iter_rows(min_row=4, max_col=3, values_only=True):
    if a == "Total":
        break
    rows.append([a or "", b, c])
    total[a] = total.get(a, 0) + c
with open("people.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["department", "name", "hours"])
    out.writerows(rows)
print(max((d for d in total if d), key=total.get))
