import json

with open("words.txt") as f:
    words = sorted({line.strip() for line in f if line.strip()})
groups = {}
for word in words:
    groups.setdefault("".join(sorted(set(word))), []).append(word)
result = [g for g in groups.values() if len(g) > 1]
result.sort(key=lambda g: (-len(g), g[0]))
with open("anagrams.json", "w") as f:
    json.dump(result, f, indent=2)
