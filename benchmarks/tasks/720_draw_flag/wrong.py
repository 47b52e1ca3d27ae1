from PIL import Image, ImageDraw

img = Image.new("RGB", (300, 200), (255, 255, 255))
draw = ImageDraw.Draw(img)
draw.rectangle((0, 0, 299, 66), fill=(0, 146, 70))
draw.rectangle((0, 133, 299, 199), fill=(206, 43, 55))
img.save("italy.png")
