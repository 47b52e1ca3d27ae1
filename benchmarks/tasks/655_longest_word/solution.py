import re

with open("story.txt") as f:
    words = re.findall(r"[A-Za-z]+", f.read())
print(max(words, key=len))
