from docx import Document

doc = Document()
doc.add_paragraph("Dear {name}")
doc.save("letter.docx")
