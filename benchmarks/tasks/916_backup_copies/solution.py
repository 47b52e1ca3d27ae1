import shutil
from pathlib import Path

backup = Path("backup")
backup.mkdir(exist_ok=True)
for p in Path("drafts").iterdir():
    if p.suffix == ".txt":
        shutil.copy(p, backup / (p.name + ".bak"))
