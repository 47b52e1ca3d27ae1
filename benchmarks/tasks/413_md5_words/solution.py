import hashlib
import json

with open("words.txt") as f:
    words = f.read().split()
with open("hashes.json", "w") as f:
    json.dump({w: hashlib.md5(w.encode()).hexdigest() for w in words}, f, indent=2)
