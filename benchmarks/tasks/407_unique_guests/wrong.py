with open("guests.txt") as f:
    names = f.read().splitlines()
with open("guests_clean.txt", "w") as f:
    f.write("\n".join(sorted(set(names))) + "\n")
