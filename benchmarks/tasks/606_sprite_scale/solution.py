from PIL import Image

img = Image.open("sprite.png").convert("RGBA")
px = img.load()
for y in range(img.height):
    for x in range(img.width):
        if px[x, y][:3] == (255, 0, 255):
            px[x, y] = (0, 0, 0, 0)
img.resize((img.width * 10, img.height * 10), Image.NEAREST).save("sprite_big.png")
