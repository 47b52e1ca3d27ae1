import tarfile
from pathlib import Path

with tarfile.open("logs.tar.gz", "w:gz") as t:
    for p in sorted(Path("logs").glob("*.log")):
        t.add(p, arcname=p.name)
