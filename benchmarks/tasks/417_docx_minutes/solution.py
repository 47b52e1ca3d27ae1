import json
from docx import Document

with open("minutes.json", encoding="utf-8") as f:
    data = json.load(f)
doc = Document()
doc.add_heading(data["title"], level=1)
doc.add_paragraph(data["date"])
for name in data["present"]:
    doc.add_paragraph(name, style="List Bullet")
table = doc.add_table(rows=1, cols=3)
for cell, word in zip(table.rows[0].cells, ["Decision", "Owner", "Due"]):
    cell.text = word
for d in data["decisions"]:
    for cell, word in zip(table.add_row().cells, [d["text"], d["owner"], d["due"]]):
        cell.text = word
doc.save("minutes.docx")
