from openpyxl import load_workbook
from openpyxl.styles import PatternFill

yellow = PatternFill("solid", fgColor="FFFF00")
old = {row[0]: row for row in load_workbook("old.xlsx")["Staff"].iter_rows(min_row=2, values_only=True)}
wb = load_workbook("new.xlsx")
ws = wb["Staff"]
names = [cell.value for cell in ws[1]]
rows = []
for row in ws.iter_rows(min_row=2):
    person = row[0].value
    if person not in old:
        rows.append([person, "added", None, None])
        for cell in row:
            cell.fill = yellow
        continue
    for name, cell, before in zip(names, row, old.pop(person)):
        if cell.value and cell.value != before:
            cell.fill = yellow
            rows.append([person, name, before, cell.value])
for person in old:
    rows.append([person, "removed", None, None])
log = wb.create_sheet("Log")
log.append(["id", "column", "old", "new"])
for row in rows:
    log.append(row)
wb.save("changes.xlsx")
print(len(rows))
