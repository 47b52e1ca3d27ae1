with open("letter.txt") as src, open("letter_short.txt", "w") as out:
    for line in src:
        if line.strip():
            out.write(line)
