from pathlib import Path

Path("garden/old").mkdir(parents=True)
for name in ("a.txt", "old/b.txt"):
    Path("garden", name).write_text("x")
