from pathlib import Path

Path("garden").mkdir()
for name in ("a.txt", "b.JPG", "readme"):
    Path("garden", name).write_text("x")
