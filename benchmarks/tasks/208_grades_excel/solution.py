from openpyxl import load_workbook
from openpyxl.styles import PatternFill

wb = load_workbook("grades.xlsx")
ws = wb.active
last = ws.max_column
ws.cell(1, last + 1, "Average")
red = PatternFill("solid", fgColor="FF0000")
for r in range(2, ws.max_row + 1):
    points = []
    for c in range(2, last + 1):
        v = ws.cell(r, c).value
        if v is not None:
            points.append(v)
            if v < 50:
                ws.cell(r, c).fill = red
    if points:
        ws.cell(r, last + 1, round(sum(points) / len(points), 2))
wb.save("grades_new.xlsx")
