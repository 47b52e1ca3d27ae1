from pathlib import Path

folder = Path("downloads")
for path in sorted(folder.iterdir()):
    if path.is_file():
        target = folder / (path.suffix[1:].lower() or "other")
        target.mkdir(exist_ok=True)
        path.rename(target / path.name)
