with open("garden.py", "w", encoding="utf-8") as f:
    f.write("def grow(plant: str, days, *, warm=True) -> int:\n    return 1\n")
