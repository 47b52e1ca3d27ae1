from openpyxl import load_workbook
from openpyxl.styles import PatternFill

wb = load_workbook("stock.xlsx")
ws = wb["Stock"]
ws["D1"] = "order"
for row in range(2, ws.max_row + 1):
    order = ws.cell(row, 3).value - ws.cell(row, 2).value
    ws.cell(row, 4, order)
    if order >= 0:
        ws.cell(row, 1).fill = PatternFill("solid", start_color="FFFF00", end_color="FFFF00")
wb.save("reorder.xlsx")
