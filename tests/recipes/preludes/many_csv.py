from pathlib import Path

Path("ports").mkdir()
Path("ports/a.csv").write_text("name,length\nGull,7\n")
Path("ports/b.csv").write_text("name,crew\nTern,3\n")
