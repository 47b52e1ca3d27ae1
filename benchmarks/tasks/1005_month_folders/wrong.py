import calendar
from pathlib import Path

for i in range(1, 13):
    name = calendar.month_name[i]
    folder = Path("2026") / f"{i}-{name}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "notes.txt").write_text(f"{name} 2026\n")
