from pathlib import Path

for name, size in [("photos/a.jpg", 5), ("photos/old/b.JPG", 7), ("photos/old/x/readme", 2)]:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(b"x" * size)
