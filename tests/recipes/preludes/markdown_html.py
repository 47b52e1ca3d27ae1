with open("boats.md", "w", encoding="utf-8") as f:
    f.write("# Boats\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
