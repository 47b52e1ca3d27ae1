with open("old.txt", "w") as f:
    f.write("fern\nmoss\n")
with open("new.txt", "w") as f:
    f.write("fern\nivy\n")
