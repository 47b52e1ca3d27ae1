from pypdf import PdfReader, PdfWriter

writer = PdfWriter()
for name in ("cover.pdf", "chapters.pdf", "appendix.pdf"):
    writer.append(name)
writer.write("book.pdf")
print(len(PdfReader("book.pdf").pages))
