import csv
from docx import Document

with open("attendance.csv", newline="", encoding="utf-8") as f:
    present = [r["name"] for r in csv.DictReader(f) if r["present"] == "yes"]
with open("topics.csv", newline="", encoding="utf-8") as f:
    topics = list(csv.DictReader(f))
doc = Document()
doc.add_heading("Board meeting", level=1)
doc.add_paragraph("Present: " + ", ".join(present))
table = doc.add_table(rows=1, cols=3)
for cell, name in zip(table.rows[0].cells, ("Topic", "Owner", "Due")):
    cell.text = name
for t in topics:
    cells = table.add_row().cells
    cells[0].text, cells[1].text, cells[2].text = t["topic"], t["owner"], t["due"] or "open"
doc.add_paragraph(f"Open topics: {sum(not t['due'] for t in topics)}")
doc.save("minutes.docx")
