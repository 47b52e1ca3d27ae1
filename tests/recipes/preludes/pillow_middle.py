from PIL import Image

Image.new("RGB", (400, 300), "green").save("boat.png")
