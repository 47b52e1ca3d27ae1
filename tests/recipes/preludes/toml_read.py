with open("garden.toml", "w", encoding="utf-8") as f:
    f.write('title = "G"\n[pump]\nminutes = 15\n[[plants]]\nname = "fern"\n')
