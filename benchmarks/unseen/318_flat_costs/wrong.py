import csv
from decimal import Decimal

with open("flatmates.txt", encoding="utf-8") as f:
    names = sorted(line.strip() for line in f if line.strip())
paid = dict.fromkeys(names, 0)
share = dict.fromkeys(names, 0)
with open("costs.csv", newline="", encoding="utf-8") as f:
    for r in csv.DictReader(f):
        cents = int(Decimal(r["amount"]) * 100)
        people = r["for"].split("+") if r["for"] else names
        paid[r["who"]] += cents
        each, rest = divmod(cents, len(people))
        for i, p in enumerate(people):
            share[p] += each + (i < rest)


def money(c):
    return f"{'-' if c < 0 else ''}{abs(c) // 100}.{abs(c) % 100:02d}"


left = {n: paid[n] - share[n] for n in names}
with open("balance.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["name", "paid", "share", "balance"])
    for n in names:
        out.writerow([n, money(paid[n]), money(share[n]), money(left[n])])
with open("payments.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["from", "to", "amount"])
    while any(left.values()):
        low, high = min(left, key=left.get), max(left, key=left.get)
        c = min(-left[low], left[high])
        left[low] += c
        left[high] -= c
        out.writerow([low, high, money(c)])
