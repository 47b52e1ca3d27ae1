from pathlib import Path

for name, text in [
    ("old/a.txt", "1"),
    ("old/b/c.txt", "1"),
    ("new/a.txt", "2"),
    ("new/d.txt", "1"),
]:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)
