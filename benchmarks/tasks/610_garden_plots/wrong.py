import openpyxl
from openpyxl.styles import PatternFill

wb = openpyxl.load_workbook("plots.xlsx")
ws = wb["Plots"]
yellow = PatternFill("solid", start_color="FFFF00", end_color="FFFF00")
ws["E1"] = "Rent"
for row in range(2, ws.max_row + 1):
    ws.cell(row, 5).value = round(ws.cell(row, 3).value * 1.40, 2)
    if ws.cell(row, 4).value != "yes":
        for col in range(1, 6):
            ws.cell(row, col).fill = yellow
wb.save("plots_rent.xlsx")
