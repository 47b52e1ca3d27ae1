from pathlib import Path

Path("notes/old").mkdir(parents=True)
Path("notes/a.txt").write_text("moss\nA Fern\n")
Path("notes/old/b.txt").write_text("ferns\n")
