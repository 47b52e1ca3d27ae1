with open("table.csv", "w") as f:
    f.write("port,cod,hake\nKiel,5,0\nBrest,0,7\n")
