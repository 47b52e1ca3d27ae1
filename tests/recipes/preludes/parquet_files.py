with open("boats.csv", "w") as f:
    f.write("code,port,length,built\n007,Kiel,7.5,2019-05-04\n012,Brest,12,2001-01-02\n")
