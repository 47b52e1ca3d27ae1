import re
from pathlib import Path
from pypdf import PdfReader, PdfWriter

members = {}
for page in PdfReader("statements.pdf").pages:
    found = re.search(r"Statement for (.+)", page.extract_text())
    if found:
        name = found[1].strip()
    members.setdefault(name, []).append(page)
Path("members").mkdir(exist_ok=True)
for name, pages in members.items():
    writer = PdfWriter()
    for page in pages:
        writer.add_page(page)
    writer.write(Path("members") / (name.lower().replace(" ", "-") + ".pdf"))
    print(f"{name}: {len(pages)}")
