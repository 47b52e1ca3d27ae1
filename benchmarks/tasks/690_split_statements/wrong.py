import re
from pathlib import Path
from pypdf import PdfReader, PdfWriter

Path("members").mkdir(exist_ok=True)
for page in PdfReader("statements.pdf").pages:
    found = re.search(r"Statement for (.+)", page.extract_text())
    if found:
        name = found[1].strip()
        writer = PdfWriter()
        writer.add_page(page)
        writer.write(Path("members") / (name.lower().replace(" ", "-") + ".pdf"))
        print(f"{name}: {len(writer.pages)}")
