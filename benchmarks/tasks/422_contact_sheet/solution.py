from pathlib import Path
from PIL import Image

files = sorted(Path("photos").glob("*.png"))
rows = (len(files) + 2) // 3
sheet = Image.new("RGB", (3 * 130 + 10, rows * 100 + 10), "white")
for i, path in enumerate(files):
    with Image.open(path) as img:
        sheet.paste(img.convert("RGB").resize((120, 90)), (10 + i % 3 * 130, 10 + i // 3 * 100))
sheet.save("sheet.png")
