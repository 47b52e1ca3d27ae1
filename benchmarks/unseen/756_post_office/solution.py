import csv

with open("customers.csv", newline="") as f:
    people = [(r["name"], int(r["arrival"]), int(r["duration"]), int(r["patience"])) for r in csv.DictReader(f)]
people.sort(key=lambda p: p[1])
free = {"A": 0, "B": 0}
rows, waits, left = [], [], 0
for name, arrival, duration, patience in people:
    begin = {}
    for counter in "AB":
        begin[counter] = max(arrival, free[counter])
        if counter == "B" and 40 <= begin[counter] < 55:
            begin[counter] = 55
    counter = min("AB", key=lambda c: begin[c])
    start = begin[counter]
    if start - arrival > patience:
        left += 1
        rows.append([name, "", "", arrival + patience])
        continue
    free[counter] = start + duration
    waits.append(start - arrival)
    rows.append([name, counter, start, start + duration])
with open("visits.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["name", "counter", "start", "end"])
    out.writerows(rows)
print(left)
print(f"{sum(waits) / len(waits):.2f}")
print(max(r[3] for r in rows if r[1]))
