import re
from collections import Counter

with open("notes.txt", encoding="utf-8") as f:
    text = f.read()
found = re.findall(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", text.lower())
with open("emails.txt", "w") as f:
    f.write("\n".join(sorted(set(found))) + "\n")
for domain, n in sorted(Counter(a.split("@")[1] for a in found).items()):
    print(domain, n)
