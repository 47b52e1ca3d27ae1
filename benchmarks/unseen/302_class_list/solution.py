with open("class.txt", encoding="utf-8") as f:
    people = []
    for line in f:
        if line.strip():
            last, first = line.split(",")
            people.append((" ".join(last.split()), " ".join(first.split())))
people.sort()
with open("names.txt", "w", encoding="utf-8") as f:
    for last, first in people:
        f.write(f"{first} {last}\n")
