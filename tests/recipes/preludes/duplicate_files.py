from pathlib import Path

Path("leaves/old").mkdir(parents=True)
for name in ("leaves/a.txt", "leaves/old/b.txt"):
    Path(name).write_text("green")
