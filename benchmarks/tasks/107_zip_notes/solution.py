import zipfile
from pathlib import Path

root = Path("notes")
files = sorted(root.rglob("*.md"))
with zipfile.ZipFile("notes.zip", "w", zipfile.ZIP_DEFLATED) as z:
    for p in files:
        z.write(p, p.relative_to(root).as_posix())
print(len(files))
