from pypdf import PdfReader, PdfWriter

writer = PdfWriter()
for page in reversed(PdfReader("scan.pdf").pages):
    if page.extract_text().strip():
        writer.add_page(page)
writer.add_metadata({"/Title": "Letter from Oslo"})
writer.write("letter.pdf")
print(len(writer.pages))
