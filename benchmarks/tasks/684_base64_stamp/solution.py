import base64

with open("stamp.b64") as f:
    data = base64.b64decode(f.read())
with open("stamp.png", "wb") as f:
    f.write(data)
print(len(data))
