import csv
import re

chapters = []
with open("story.txt", encoding="utf-8") as f:
    for line in f:
        m = re.match(r"Chapter (\d+): (.*)", line)
        if m:
            chapters.append((int(m[1]), m[2].strip(), []))
        elif chapters:
            chapters[-1][2].extend(re.findall(r"[a-z']+", line.lower()))
with open("chapters.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["number", "title", "words", "longest_word"])
    for number, title, words in chapters:
        out.writerow([number, title, len(words), max(words, key=len)])
print(max(chapters, key=lambda c: len(c[2]))[1])
