import csv
import hashlib
from pathlib import Path

listed, found = {}, {}
with open("manifest.txt") as f:
    for line in f:
        digest, path = line.rstrip("\n").split("  ", 1)
        listed[path] = digest
for p in Path("archive").rglob("*"):
    if p.is_file():
        found[p.relative_to("archive").as_posix()] = hashlib.md5(p.read_bytes()).hexdigest()
with open("status.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["path", "status"])
    for path in sorted(listed.keys() | found.keys()):
        if path not in found:
            status = "missing"
        elif path not in listed:
            status = "new"
        else:
            status = "ok" if listed[path] == found[path] else "changed"
        out.writerow([path, status])
