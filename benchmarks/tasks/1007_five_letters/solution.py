import re

with open("words.txt", encoding="utf-8") as f:
    entries = {line.strip().lower() for line in f}
with open("five.txt", "w") as f:
    for word in sorted(w for w in entries if re.fullmatch("[a-z]{5}", w)):
        f.write(word + "\n")
