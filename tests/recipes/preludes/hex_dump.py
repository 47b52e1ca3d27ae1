with open("leaf.png", "wb") as f:
    f.write(bytes(range(40)))
