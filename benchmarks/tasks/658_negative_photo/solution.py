from PIL import Image, ImageOps

with Image.open("photo.png") as img:
    ImageOps.invert(img.convert("RGB")).save("negative.png")
