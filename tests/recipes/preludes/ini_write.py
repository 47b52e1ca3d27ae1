with open("garden.ini", "w", encoding="utf-8") as f:
    f.write("[pump]\nName = P1 100%\n")
