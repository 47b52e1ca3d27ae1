import tarfile
from pathlib import Path

Path("leaves").mkdir()
Path("leaves/b.txt").write_text("green")
with tarfile.open("leaves.tar.gz", "w:gz") as archive:
    archive.add("leaves")
