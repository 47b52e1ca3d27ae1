from pathlib import Path

Path("photos").mkdir()
for name in ("photos/b.jpg", "photos/a.jpg", "photos/x.txt"):
    Path(name).write_text("x")
