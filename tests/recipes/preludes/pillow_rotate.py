from PIL import Image

Image.new("RGB", (40, 30), "green").save("boat.png")
