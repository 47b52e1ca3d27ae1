with open("rain.csv", "w") as f:
    f.write("day,mm\n2026-02-27,3\n2026-03-02,5\n2026-03-01,1\n2026-03-02,2\n")
