from docx import Document

OLD, NEW = "Blue Harbour Ltd", "North Quay Ltd"
doc = Document("letter.docx")
paragraphs = list(doc.paragraphs)
for table in doc.tables:
    for row in table.rows:
        for cell in row.cells:
            paragraphs += cell.paragraphs
for section in doc.sections:
    paragraphs += section.header.paragraphs
count = 0
for p in paragraphs:
    for run in p.runs:
        if OLD in run.text:
            count += run.text.count(OLD)
            run.text = run.text.replace(OLD, NEW)
doc.save("letter_new.docx")
print(count)
