from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

rows = []
for sheet in load_workbook("stock.xlsx"):
    for item, quantity, minimum in sheet.iter_rows(min_row=2, values_only=True):
        if quantity is not None and quantity < minimum:
            rows.append((sheet.title, item, minimum - quantity))
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
