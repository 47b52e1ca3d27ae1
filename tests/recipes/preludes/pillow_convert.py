from pathlib import Path

from PIL import Image

Path("photos").mkdir()
Image.new("RGBA", (400, 300), (0, 128, 0, 128)).save("photos/a.png")
