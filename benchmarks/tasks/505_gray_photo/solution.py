from PIL import Image

with Image.open("flower.png") as img:
    img.convert("L").resize((img.width // 2, img.height // 2)).save("flower_gray.png")
