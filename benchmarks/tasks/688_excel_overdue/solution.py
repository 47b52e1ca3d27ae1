from datetime import datetime
from openpyxl import load_workbook
from openpyxl.styles import PatternFill

today = datetime(2024, 6, 30)
wb = load_workbook("invoices.xlsx")
ws = wb["Invoices"]
ws["F1"] = "Days late"
red = PatternFill("solid", start_color="FFC7CE")
total = 0
for row in range(2, ws.max_row + 1):
    due, paid = ws.cell(row, 3).value, ws.cell(row, 4).value
    if paid is None and due < today:
        ws.cell(row, 6).value = (today - due).days
        for k in range(1, 7):
            ws.cell(row, k).fill = red
        total += ws.cell(row, 5).value
wb.save("overdue.xlsx")
print(f"{total:.2f}")
