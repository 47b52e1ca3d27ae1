from pathlib import Path
from pypdf import PdfReader

total = 0
for path in sorted(Path("scans").glob("*.pdf")):
    pages = len(PdfReader(path).pages)
    total += pages
    print(f"{path.name}: {pages}")
print(f"Total: {total}")
