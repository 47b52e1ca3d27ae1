import zipfile
from pathlib import Path

files = sorted(Path("letters").glob("*.txt"))
with zipfile.ZipFile("letters.zip", "w", zipfile.ZIP_DEFLATED) as z:
    for p in files:
        z.write(p, p.name)
print(len(files))
