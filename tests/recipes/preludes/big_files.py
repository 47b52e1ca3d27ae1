from pathlib import Path

Path("garden.txt").write_text("fern\nmountain moss\nivy\n")
