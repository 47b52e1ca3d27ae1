with open("recipe.txt", encoding="utf-8") as f, open("numbered.txt", "w", encoding="utf-8") as out:
    n = 0
    for i, line in enumerate(f, 1):
        line = line.rstrip("\n")
        if line:
            n += 1
            line = f"{i}: {line}"
        out.write(line + "\n")
print(n)
