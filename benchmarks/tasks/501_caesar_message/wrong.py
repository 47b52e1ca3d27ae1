with open("secret.txt", encoding="utf-8") as f:
    print("".join(chr(ord(c) - 3) if c.isalpha() else c for c in f.read()), end="")
