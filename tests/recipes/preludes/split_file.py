from pathlib import Path

Path("boats.csv").write_text("name\nGull\nTern\nAuk\n")
