import csv
from openpyxl import Workbook
from openpyxl.styles import Font

days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
cells = {}
with open("lessons.csv", newline="", encoding="utf-8") as f:
    for r in csv.DictReader(f):
        label = f"{r['subject']} ({r['room']})" if r["room"] else r["subject"]
        cells[r["day"], int(r["period"])] = [label]
wb = Workbook()
ws = wb.active
ws.title = "Timetable"
ws.append(["Period"] + days)
for c in ws[1]:
    c.font = Font(bold=True)
for p in range(1, 7):
    ws.append([p] + [" / ".join(cells[d, p]) if (d, p) in cells else None for d in days])
for col in "BCDEF":
    ws.column_dimensions[col].width = 20
wb.save("timetable.xlsx")
