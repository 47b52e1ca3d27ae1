from PIL import Image, ImageDraw

img = Image.new("RGB", (320, 320), "white")
draw = ImageDraw.Draw(img)
for row in range(8):
    for col in range(8):
        if (row + col) % 2 == 1:
            draw.rectangle((col * 40, row * 40, col * 40 + 39, row * 40 + 39), fill="black")
img.save("board.png")
