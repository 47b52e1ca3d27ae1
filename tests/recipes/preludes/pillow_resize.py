from pathlib import Path

from PIL import Image

Path("photos").mkdir()
Image.new("RGB", (400, 300), "green").save("photos/a.jpg")
