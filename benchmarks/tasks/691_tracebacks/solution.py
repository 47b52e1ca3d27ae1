import csv

counts, last = {}, {}
inside = False
with open("app.log") as f:
    for line in f:
        line = line.rstrip("\n")
        if inside:
            if not line.startswith(" "):
                name = line.split(":")[0]
                counts[name] = counts.get(name, 0) + 1
                last[name] = time
                inside = False
        elif line == "Traceback (most recent call last):":
            inside = True
        else:
            time = line[:19]
with open("exceptions.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["exception", "count", "last"])
    for name in sorted(counts, key=lambda n: (-counts[n], n)):
        out.writerow([name, counts[name], last[name]])
