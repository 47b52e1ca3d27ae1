import csv
import math
import re

FACTOR = {"kg": ("g", 1000), "l": ("ml", 1000)}


def base(amount, unit):
    unit, factor = FACTOR.get(unit, (unit, 1))
    return float(amount) * factor, unit


recipes, current = {}, None
with open("recipes.txt", encoding="utf-8") as f:
    for line in f:
        line = line.strip()
        title = re.fullmatch(r"(.+?)\s*\(for (\d+) people\)", line)
        if title:
            current = []
            recipes[title[1]] = (int(title[2]), current)
        elif line.startswith("-"):
            amount, *words = line[1:].split()
            unit = words.pop(0) if words[0] in ("g", "kg", "ml", "l") else ""
            current.append((" ".join(words).lower(), *base(amount, unit)))
total = {}
with open("menu.csv", newline="", encoding="utf-8") as f:
    for row in csv.DictReader(f):
        people, parts = recipes[row["recipe"]]
        for name, amount, unit in parts:
            total[name, unit] = total.get((name, unit), 0) + math.ceil(amount * int(row["people"]) / people)
with open("pantry.csv", newline="", encoding="utf-8") as f:
    for row in csv.DictReader(f):
        amount, unit = base(row["amount"], row["unit"])
        key = row["ingredient"].lower(), unit
        if key in total:
            total[key] -= amount
with open("shopping.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["ingredient", "amount", "unit"])
    for (name, unit), amount in sorted(total.items()):
        if amount > 0:
            out.writerow([name, math.ceil(amount), unit])
