from pathlib import Path

from PIL import Image

Path("photos").mkdir()
for n in range(4):
    Image.new("RGB", (400, 300), (0, 60 * n, 0)).save(f"photos/{n}.png")
