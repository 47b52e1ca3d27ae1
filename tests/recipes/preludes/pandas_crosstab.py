with open("catch.csv", "w") as f:
    f.write("port,fish,kg\nKiel,cod,3\nKiel,cod,2\nBrest,hake,7\n")
