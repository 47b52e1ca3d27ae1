import os

os.mkdir("lists")
with open("lists/a.csv", "w") as f:
    f.write("boat,port_id\nGull,1\nTern,2\n")
with open("lists/b.csv", "w") as f:
    f.write("boat,port_id\nGull,2\nAuk,9\n")
