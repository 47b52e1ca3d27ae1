import csv


def minutes(clock):
    h, m = clock.split(":")
    return int(h) * 60 + int(m)


def clock(n):
    return f"{n // 60:02d}:{n % 60:02d}"


with open("busy.csv", newline="") as f:
    busy = sorted((minutes(r["start"]), minutes(r["end"])) for r in csv.DictReader(f))
end_of_day = minutes("18:00")
now, free = minutes("08:00"), []
for start, end in busy + [(end_of_day, end_of_day)]:
    if min(start, end_of_day) - now >= 30:
        free.append((now, min(start, end_of_day)))
    now = end
with open("free.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["start", "end", "minutes"])
    for a, b in free:
        out.writerow([clock(a), clock(b), b - a])
