from pathlib import Path

Path("photos/old").mkdir(parents=True)
for name in ("photos/b.jpg", "photos/old/c.JPG", "photos/x.txt"):
    Path(name).write_text("x")
