from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

rows = []
for sheet in load_workbook("stock.xlsx"):
    for item, quantity, minimum in sheet.iter_rows(min_row=2, max_col=3, values_only=True):
        if item is None:
            continue
        missing = minimum - (quantity or 0)
        if missing > 0:
            rows.append((sheet.title, item, missing))
rows.sort(key=lambda r: r[2], reverse=True)
wb = Workbook()
ws = wb.active
ws.title = "Reorder"
ws.append(["Warehouse", "Item", "Missing"])
for cell in ws[1]:
    cell.font = Font(bold=True)
for r in rows:
    ws.append(r)
wb.save("reorder.xlsx")
