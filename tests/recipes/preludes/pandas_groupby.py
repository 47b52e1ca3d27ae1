with open("boats.csv", "w") as f:
    f.write("code,port,length\n007,Kiel,7.5\n012,Brest,12\n013,Kiel,9\n")
