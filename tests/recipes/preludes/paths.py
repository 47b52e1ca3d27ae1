from pathlib import Path

Path("photos/old").mkdir(parents=True)
for name in ("photos/b.jpg", "photos/a.jpg", "photos/old/c.PNG", "photos/x.txt"):
    Path(name).write_text("x")
