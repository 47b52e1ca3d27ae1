from PIL import Image, ImageOps

with Image.open("street.png") as img:
    ImageOps.flip(img).save("mirror.png")
