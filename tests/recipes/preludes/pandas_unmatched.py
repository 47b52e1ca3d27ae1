with open("boats.csv", "w") as f:
    f.write("boat,port_id\nGull,1\nAuk,9\n")
with open("ports.csv", "w") as f:
    f.write("id,country\n1,Germany\n2,France\n")
