import hashlib
import json

with open("words.txt") as f:
    hashes = {line.strip(): hashlib.md5(line.encode()).hexdigest() for line in f}
with open("hashes.json", "w") as f:
    json.dump(hashes, f, indent=2)
