with open("guests.txt", encoding="utf-8") as f:
    names = [line.rstrip("\n") for line in f]
unique = sorted(set(names))
with open("guests_unique.txt", "w", encoding="utf-8") as f:
    f.writelines(name + "\n" for name in unique)
print(len(names) - len(unique))
