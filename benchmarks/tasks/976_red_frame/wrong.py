from PIL import Image, ImageDraw

picture = Image.open("cat.png").convert("RGB")
draw = ImageDraw.Draw(picture)
draw.rectangle((0, 0, picture.width - 1, picture.height - 1), outline=(255, 0, 0), width=12)
picture.save("framed.png")
