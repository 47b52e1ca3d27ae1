from PIL import Image

with Image.open("harbor.png") as img:
    left, top = (img.width - 100) // 2, (img.height - 100) // 2
    img.crop((left, top, left + 100, top + 100)).save("middle.png")
