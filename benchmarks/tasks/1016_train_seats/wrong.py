import csv

with open("seats.txt") as f:
    plan = [line.rstrip("\n") for line in f if line.strip()]
free = []    # one list for each row: name of the seat or None
for r, line in enumerate(plan, 1):
    row, n = [], 0
    for mark in line:
        if mark == " ":
            row.append(None)
            continue
        row.append(f"{r}{chr(65 + n)}" if mark == "." else None)
        n += 1
    free.append(row)
seated, waiting = {}, []


def blocks():
    """All blocks of free seats as (row, first, length), in order."""
    for r, row in enumerate(free):
        start = None
        for i, s in enumerate(row + [None]):
            if s and start is None:
                start = i
            elif not s and start is not None:
                yield r, start, i - start
                start = None


def place(name, people):
    fits = [b for b in blocks() if b[2] >= people]
    if not fits:
        return False
    r, start, _ = fits[0]
    seated[name] = (r, start, free[r][start:start + people])
    free[r][start:start + people] = [None] * people
    return True


with open("requests.csv", newline="", encoding="utf-8") as f:
    for q in csv.DictReader(f):
        name = q["name"]
        if q["action"] == "book":
            if not place(name, int(q["people"])):
                waiting.append((name, int(q["people"])))
        elif name in seated:
            r, start, seats = seated.pop(name)
            free[r][start:start + len(seats)] = seats
            waiting = [w for w in waiting if not place(*w)]
        else:
            waiting = [w for w in waiting if w[0] != name]
with open("seated.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["name", "seats"])
    for name in sorted(seated):
        out.writerow([name, " ".join(seated[name][2])])
with open("waiting.txt", "w", encoding="utf-8") as f:
    for name, _ in waiting:
        f.write(name + "\n")
