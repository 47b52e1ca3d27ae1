with open("boats.csv", "w", encoding="utf-8") as f:
    f.write('name;length;port\nGull;7.5;Kiel\n"Tern; old";12;Brest\n')
