from openpyxl import load_workbook
from openpyxl.styles import Font

wb = load_workbook("stock.xlsx")
ws = wb["Stock"]
ws["D1"] = "Order"
ws["D1"].font = Font(bold=True)
for row in range(2, ws.max_row + 1):
    count, minimum = ws.cell(row, 2).value, ws.cell(row, 3).value
    if count < minimum:
        ws.cell(row, 4).value = minimum - count
wb.save("order.xlsx")
