n = 0
with open("recipe.txt", encoding="utf-8") as f, open("numbered.txt", "w", encoding="utf-8") as out:
    for line in f:
        line = line.rstrip("\n")
        if line:
            n += 1
            line = f"{n}: {line}"
        out.write(line + "\n")
print(n)
