from pathlib import Path

Path("harbour.txt").write_text("Gull\n")
