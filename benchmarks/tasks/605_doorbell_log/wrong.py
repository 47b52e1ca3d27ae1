counts = {}
with open("doorbell.log") as f:
    for line in f:
        if "RING" in line:
            day = line.split()[0]
            counts[day] = counts.get(day, 0) + 1
for day in sorted(counts):
    print(f"{day}: {counts[day]}")
