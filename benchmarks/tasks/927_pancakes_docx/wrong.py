from docx import Document

doc = Document()
doc.add_heading("Pancakes", level=1)
for name in ("flour", "milk", "eggs", "salt"):
    doc.add_paragraph("\u2022 " + name)
doc.add_paragraph("Fry until golden.")
doc.save("pancakes.docx")
