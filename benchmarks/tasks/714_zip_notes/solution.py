import zipfile
from pathlib import Path

with zipfile.ZipFile("notes.zip", "w", zipfile.ZIP_DEFLATED) as z:
    for p in sorted(Path("notes").glob("*.txt")):
        z.write(p, p.name)
