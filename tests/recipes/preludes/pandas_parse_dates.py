with open("boats.csv", "w", encoding="utf-8") as f:
    f.write("name,built\nGull,04.05.2026\nTern,x\n")
