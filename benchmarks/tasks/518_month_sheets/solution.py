import csv
from openpyxl import Workbook
from openpyxl.styles import Font

with open("bookings.csv", newline="", encoding="utf-8") as f:
    rows = sorted(csv.DictReader(f), key=lambda r: r["date"])
months = {}
for r in rows:
    months.setdefault(r["date"][:7], []).append(r)
wb = Workbook()
wb.remove(wb.active)
for month, bookings in months.items():
    ws = wb.create_sheet(month)
    ws.append(["Date", "Guest", "Price"])
    for cell in ws[1]:
        cell.font = Font(bold=True)
    ws.freeze_panes = "A2"
    for r in bookings:
        ws.append([r["date"], r["guest"], float(r["price"])])
    ws.append([None, "Total", f"=SUM(C2:C{len(bookings) + 1})"])
wb.save("bookings.xlsx")
