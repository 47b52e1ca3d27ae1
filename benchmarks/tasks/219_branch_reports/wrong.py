from datetime import datetime
from pathlib import Path
from openpyxl import Workbook, load_workbook

sales = []
for path in sorted(Path("reports").glob("*.xlsx")):
    at = None
    for row in load_workbook(path).active.iter_rows(values_only=True):
        names = [str(v).strip().lower() if v is not None else "" for v in row]
        if at is None:
            if all(k in names for k in ("date", "product", "units", "price")):
                at = [names.index(k) for k in ("date", "product", "units", "price")]
            continue
        day, product, units, price = (row[i] for i in at)
        if not isinstance(day, datetime):
            continue
        if isinstance(price, str):
            price = float(price.strip().replace(",", "."))
        sales.append([path.stem, day, product, units, price, round(units * price, 2)])
sales.sort(key=lambda r: (r[1], r[0]))
wb = Workbook()
ws = wb.active
ws.title = "Sales"
ws.append(["Branch", "Date", "Product", "Units", "Price", "Revenue"])
for r in sales:
    ws.append(r)
ws = wb.create_sheet("Summary")
ws.append(["Branch", "Revenue"])
for b in sorted({r[0] for r in sales}):
    ws.append([b, round(sum(r[5] for r in sales if r[0] == b), 2)])
ws.append(["Total", round(sum(r[5] for r in sales), 2)])
wb.save("all_sales.xlsx")
