with open("words.txt", encoding="utf-8") as f:
    entries = {line.strip().lower() for line in f}
with open("five.txt", "w", encoding="utf-8") as f:
    for word in sorted(w for w in entries if len(w) == 5):
        f.write(word + "\n")
