from pypdf import PdfReader, PdfWriter

writer = PdfWriter()
for page in PdfReader("cover.pdf").pages:
    writer.add_page(page)
for page in PdfReader("manual.pdf").pages[3:6]:
    writer.add_page(page)
with open("handout.pdf", "wb") as f:
    writer.write(f)
print(len(writer.pages))
