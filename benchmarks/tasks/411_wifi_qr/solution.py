import qrcode
from PIL import Image

with open("wifi.txt") as f:
    text = f.read()
img = qrcode.make(text).get_image().convert("L")
img.resize((300, 300), Image.NEAREST).save("wifi.png")
