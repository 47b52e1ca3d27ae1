from PIL import Image, ImageOps

with Image.open("photo.png") as img:
    ImageOps.invert(img.convert("L")).save("negative.png")
