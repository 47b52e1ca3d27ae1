from openpyxl import load_workbook
from openpyxl.styles import PatternFill

yellow = PatternFill("solid", fgColor="FFFF00")
wb = load_workbook("prices.xlsx")
for (cell,) in wb["Prices"].iter_rows(min_row=2, min_col=3, max_col=3):
    if cell.value > 100:
        cell.fill = yellow
    cell.value = round(cell.value * 1.08, 2)
wb.save("prices_new.xlsx")
