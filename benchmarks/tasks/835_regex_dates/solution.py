import re

with open("letter.txt", encoding="utf-8") as f:
    letter = f.read()
new, n = re.subn(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b",
                 lambda m: f"{m[3]}-{int(m[2]):02d}-{int(m[1]):02d}", letter)
with open("letter_iso.txt", "w", encoding="utf-8") as f:
    f.write(new)
print(n)
