import zipfile
from pathlib import Path

files = sorted(Path("notes").rglob("*.md"))
with zipfile.ZipFile("notes.zip", "w") as z:
    for p in files:
        z.write(p)
print(len(files))
