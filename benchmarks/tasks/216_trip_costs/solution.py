import csv
from decimal import Decimal

with open("people.txt", encoding="utf-8") as f:
    people = [line.strip() for line in f if line.strip()]
balance = {n: 0 for n in people}
with open("costs.csv", newline="", encoding="utf-8") as f:
    for row in csv.DictReader(f):
        cents = int(Decimal(row["amount"]) * 100)
        who = people if row["shared_by"].strip() == "all" else [n.strip() for n in row["shared_by"].split(";")]
        share, rest = divmod(cents, len(who))
        balance[row["payer"]] += cents
        for i, n in enumerate(who):
            balance[n] -= share + (1 if i < rest else 0)


def money(c):
    return f"{Decimal(c) / 100:.2f}"


with open("balances.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["name", "balance"])
    out.writerows([n, money(balance[n])] for n in people)
with open("payments.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["from", "to", "amount"])
    while min(balance.values()) < 0:
        a = min(people, key=lambda n: balance[n])
        b = max(people, key=lambda n: balance[n])
        x = min(-balance[a], balance[b])
        balance[a] += x
        balance[b] -= x
        out.writerow([a, b, money(x)])
