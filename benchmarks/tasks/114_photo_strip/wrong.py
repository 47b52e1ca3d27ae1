from PIL import Image

pictures = [Image.open(n).convert("RGB") for n in ("left.png", "middle.png", "right.png")]
pictures[1] = pictures[1].rotate(180)
width = sum(p.width for p in pictures) + 20
height = max(p.height for p in pictures)
strip = Image.new("RGB", (width, height))
x = 0
for p in pictures:
    strip.paste(p, (x, 0))
    x += p.width + 10
strip.save("strip.png")
print(width, height)
