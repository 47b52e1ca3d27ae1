from openpyxl import load_workbook
from openpyxl.styles import PatternFill

yellow = PatternFill("solid", fgColor="FFFF00")
old = {row[0]: row for row in load_workbook("old.xlsx")["Staff"].iter_rows(min_row=2, values_only=True)}
wb = load_workbook("new.xlsx")
ws = wb["Staff"]
names = [cell.value for cell in ws[1]]
log = wb.create_sheet("Log")
log.append(["id", "column", "old", "new"])
count = 0
seen = set()
for row in ws.iter_rows(min_row=2):
    person = row[0].value
    seen.add(person)
    if person not in old:
        for cell in row:
            cell.fill = yellow
        log.append([person, "added", None, None])
        count += 1
        continue
    for name, cell, before in zip(names, row, old[person]):
        if cell.value != before:
            cell.fill = yellow
            log.append([person, name, before, cell.value])
            count += 1
for person in old:
    if person not in seen:
        log.append([person, "removed", None, None])
        count += 1
wb.save("changes.xlsx")
print(count)
