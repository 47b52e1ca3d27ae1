from pathlib import Path
from pypdf import PdfReader, PdfWriter

writer = PdfWriter()
for p in sorted(Path("parts").glob("*.pdf")):
    n = 0
    for page in PdfReader(p).pages:
        if page.extract_text().strip():
            writer.add_page(page)
            n += 1
    print(p.name, n)
writer.add_metadata({"/Title": "Boat Handbook"})
writer.write("handbook.pdf")
