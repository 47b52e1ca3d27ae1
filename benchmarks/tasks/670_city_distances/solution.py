import csv
from itertools import combinations
from math import asin, cos, radians, sin, sqrt


def distance(a, b):
    p, q = radians(float(a["latitude"])), radians(float(b["latitude"]))
    d = radians(float(b["longitude"]) - float(a["longitude"]))
    h = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(d / 2) ** 2
    return 2 * 6371 * asin(sqrt(h))


with open("cities.csv", newline="") as f:
    cities = list(csv.DictReader(f))
rows = [(a["city"], b["city"], round(distance(a, b), 1)) for a, b in combinations(cities, 2)]
with open("distances.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["from", "to", "km"])
    out.writerows(rows)
a, b, _ = min(rows, key=lambda r: r[2])
print(a, b)
