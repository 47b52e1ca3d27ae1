with open("garden.toml", "w", encoding="utf-8") as f:
    f.write('title = "G" # our garden\n[pump]\nminutes = 15\n')
