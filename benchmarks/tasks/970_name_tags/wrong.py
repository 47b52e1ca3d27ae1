tags = []
with open("guests.txt", encoding="utf-8") as f:
    for line in f:
        last, first = line.strip().split(", ")
        tags.append(f"{first} {last}")
with open("name_tags.txt", "w", encoding="utf-8") as f:
    f.write("\n".join(sorted(tags)) + "\n")
