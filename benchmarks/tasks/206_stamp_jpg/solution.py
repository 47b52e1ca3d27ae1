from PIL import Image

img = Image.open("stamp.png").convert("RGBA")
out = Image.new("RGB", img.size, "white")
out.paste(img, mask=img.getchannel("A"))
out.save("stamp.jpg", quality=95)
