from PIL import Image, ImageOps

with Image.open("street.png") as img:
    ImageOps.mirror(img).save("mirror.png")
