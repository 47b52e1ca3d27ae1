with open("all.yaml", "w", encoding="utf-8") as f:
    f.write("name: fern\n---\nname: moss\n")
