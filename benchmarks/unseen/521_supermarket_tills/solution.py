import csv

with open("customers.csv", newline="", encoding="utf-8") as f:
    customers = [(r["name"], int(r["arrival"]), int(r["items"])) for r in csv.DictReader(f)]
customers.sort(key=lambda c: c[1])
ends = {1: [], 2: [], 3: []}
rows = []
for name, arrival, items in customers:
    allowed = [1, 2, 3] if items <= 10 else [1, 2]
    till = min(allowed, key=lambda t: (sum(e > arrival for e in ends[t]), t))
    start = max([arrival] + ends[till][-1:])
    end = start + 20 + 3 * items
    ends[till].append(end)
    rows.append([name, till, start, end])
with open("served.csv", "w", newline="", encoding="utf-8") as f:
    w = csv.writer(f)
    w.writerow(["name", "till", "start", "end"])
    w.writerows(rows)
print(round(sum(r[2] - c[1] for r, c in zip(rows, customers)) / len(rows), 1))
print(max(r[2] - c[1] for r, c in zip(rows, customers)))
