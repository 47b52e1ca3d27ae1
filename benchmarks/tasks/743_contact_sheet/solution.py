from pathlib import Path
from PIL import Image

paths = sorted(Path("pictures").glob("*.png"))
sheet = Image.new("RGB", (300, 100 * ((len(paths) + 2) // 3)), "white")
for i, p in enumerate(paths):
    with Image.open(p) as img:
        scale = min(100 / img.width, 100 / img.height)
        small = img.convert("RGB").resize((max(1, round(img.width * scale)), max(1, round(img.height * scale))))
    sheet.paste(small, (i % 3 * 100 + (100 - small.width) // 2, i // 3 * 100 + (100 - small.height) // 2))
sheet.save("sheet.png")
