import base64

with open("stamp.b64") as f:
    text = f.read()
with open("stamp.png", "wb") as f:
    f.write(base64.b64decode(text))
print(len(text), "bytes")
