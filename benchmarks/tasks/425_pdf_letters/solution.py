from pathlib import Path
from pypdf import PdfReader, PdfWriter

out = PdfWriter()
for path in sorted(Path("letters").glob("*.pdf")):
    for page in PdfReader(path).pages:
        if not page.extract_text().strip():
            continue
        wide = page.mediabox.width > page.mediabox.height
        page = out.add_page(page)
        if wide:
            page.rotate(90)
out.add_metadata({"/Title": "Letters 2024"})
out.write("all_letters.pdf")
print(len(out.pages))
