with open("plants.csv", "w") as f:
    f.write("plant,height\nmoss,3\n")
