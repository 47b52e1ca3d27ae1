import csv
import docx

table = docx.Document("roster.docx").tables[0]
cells = [[c.text.strip() for c in row.cells] for row in table.rows]
empty = 0
with open("roster.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["day", "shift", "person"])
    for row in cells[1:]:
        for col in range(1, len(cells[0])):
            if not row[col]:
                empty += 1
                continue
            for person in row[col].split("/"):
                out.writerow([cells[0][col], row[0], person.strip()])
print("Shifts with nobody:", empty)
