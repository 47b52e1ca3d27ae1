with open("class.txt", encoding="utf-8") as f:
    people = []
    for line in f:
        if line.strip():
            last, first = line.split(",")
            people.append((last.strip(), first.strip()))
people.sort(key=lambda p: p[0])
with open("names.txt", "w", encoding="utf-8") as f:
    for last, first in people:
        f.write(f"{first} {last}\n")
