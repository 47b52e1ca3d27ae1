from PIL import Image, ImageOps

picture = Image.open("cat.png").convert("RGB")
ImageOps.expand(picture, border=12, fill=(255, 0, 0)).save("framed.png")
