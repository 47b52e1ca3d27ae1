import csv

with open("temperatures.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["celsius", "fahrenheit"])
    for c in range(-20, 40, 5):
        out.writerow([c, c * 9 / 5 + 32])
