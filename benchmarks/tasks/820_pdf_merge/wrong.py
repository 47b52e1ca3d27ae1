from pathlib import Path
from pypdf import PdfReader, PdfWriter

writer = PdfWriter()
for path in sorted(Path(".").glob("*.pdf")):
    writer.append(str(path))
writer.write("book.pdf")
print(len(PdfReader("book.pdf").pages))
