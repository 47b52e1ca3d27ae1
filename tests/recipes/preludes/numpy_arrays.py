with open("heights.csv", "w") as f:
    f.write("a,b\n1,2\n3,\n")
