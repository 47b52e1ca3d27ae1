import csv
import re
from collections import Counter

start = re.compile(r"(\d\d/\d\d/\d{4}), \d\d:\d\d - (.*)")
messages = []
with open("chat.txt", encoding="utf-8") as f:
    for line in f:
        m = start.match(line)
        if not m:
            if messages:
                continue
        elif ": " in m[2]:
            name, text = m[2].split(": ", 1)
            messages.append([m[1], name, text])
count, words = Counter(), Counter()
for day, name, text in messages:
    count[name] += 1
    if text.strip() != "<Media omitted>":
        words[name] += len(text.split())
with open("people.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["name", "messages", "words"])
    for name in sorted(count, key=lambda n: (-count[n], n)):
        out.writerow([name, count[name], words[name]])
print(Counter(m[0] for m in messages).most_common(1)[0][0])
