from docx import Document

doc = Document()
doc.add_heading("Plants", level=1)
doc.add_paragraph("Dear {name}")
table = doc.add_table(rows=1, cols=2)
table.rows[0].cells[0].text = "fern"
doc.save("plants.docx")
