from pathlib import Path

Path("leaves/old").mkdir(parents=True)
Path("leaves/old/b.txt").write_text("green")
