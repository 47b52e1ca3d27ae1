from PIL import Image

img = Image.open("sprite.png").convert("RGBA")
img = img.resize((img.width * 10, img.height * 10))
px = img.load()
for y in range(img.height):
    for x in range(img.width):
        if px[x, y][:3] == (255, 0, 255):
            px[x, y] = (255, 0, 255, 0)
img.save("sprite_big.png")
