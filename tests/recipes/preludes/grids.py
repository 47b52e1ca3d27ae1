with open("garden.txt", "w") as f:
    f.write(".....\n..#..\n..#..\n..#..\n.....\n")
