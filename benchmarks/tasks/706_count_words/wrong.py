with open("letter.txt") as f:
    text = f.read()
print("lines:", len(text.splitlines()))
print("words:", len(text.split(" ")))
