with open("fern.csv", "w") as f:
    f.write("plant,height\nfern,30\n")
