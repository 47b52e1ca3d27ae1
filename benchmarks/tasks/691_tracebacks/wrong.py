import csv
import re

counts, last = {}, {}
with open("app.log") as f:
    for line in f:
        stamp = re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", line)
        if stamp:
            time = stamp[0]
        found = re.search(r"([\w.]+Error):", line)
        if found:
            counts[found[1]] = counts.get(found[1], 0) + 1
            last[found[1]] = time
with open("exceptions.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["exception", "count", "last"])
    for name in sorted(counts, key=lambda n: (-counts[n], n)):
        out.writerow([name, counts[name], last[name]])
