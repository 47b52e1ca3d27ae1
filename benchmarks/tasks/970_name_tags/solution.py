guests = []
with open("guests.txt", encoding="utf-8") as f:
    for line in f:
        if line.strip():
            last, first = line.strip().split(", ")
            guests.append((last, first))
guests.sort()
with open("name_tags.txt", "w", encoding="utf-8") as f:
    for last, first in guests:
        f.write(f"{first} {last}\n")
