counts = {}
with open("doorbell.log") as f:
    for line in f:
        parts = line.split()
        if len(parts) >= 4 and parts[3] == "RING":
            counts[parts[0]] = counts.get(parts[0], 0) + 1
for day in sorted(counts):
    print(f"{day}: {counts[day]}")
