import qrcode
from PIL import Image

img = qrcode.make("wifi.txt").get_image().convert("L")
img.resize((300, 300), Image.NEAREST).save("wifi.png")
