from PIL import Image

img = Image.new("L", (256, 64))
for y in range(64):
    for x in range(256):
        img.putpixel((x, y), x)
img.save("gradient.png")
