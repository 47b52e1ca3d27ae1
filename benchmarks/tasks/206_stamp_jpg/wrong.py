from PIL import Image

Image.open("stamp.png").convert("RGB").save("stamp.jpg", quality=95)
