from docx import Document

doc = Document()
doc.add_heading("Summer Party", level=1)
doc.add_paragraph("You are welcome in our garden on Saturday.")
for item in ("Bring a cake", "Bring a chair", "Bring a friend"):
    doc.add_paragraph(item, style="List Bullet")
doc.save("invitation.docx")
