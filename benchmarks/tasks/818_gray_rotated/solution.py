from PIL import Image

photo = Image.open("photo.png").convert("L")
photo.rotate(-90, expand=True).save("turned.png")
