with open("boats.csv", "w", encoding="utf-8") as f:
    f.write("name,port,length\nGull,Kiel,7.5\nTern,,\n,Brest,9\n")
