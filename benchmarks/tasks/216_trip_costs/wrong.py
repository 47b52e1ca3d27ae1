import csv

with open("people.txt", encoding="utf-8") as f:
    people = [line.strip() for line in f if line.strip()]
balance = {n: 0.0 for n in people}
with open("costs.csv", newline="", encoding="utf-8") as f:
    for row in csv.DictReader(f):
        who = people if row["shared_by"].strip() == "all" else [n.strip() for n in row["shared_by"].split(";")]
        balance[row["payer"]] += float(row["amount"])
        for n in who:
            balance[n] -= float(row["amount"]) / len(who)
balance = {n: round(b, 2) for n, b in balance.items()}
with open("balances.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["name", "balance"])
    out.writerows([n, f"{balance[n]:.2f}"] for n in people)
with open("payments.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["from", "to", "amount"])
    while min(balance.values()) < -0.01:
        a = min(people, key=lambda n: balance[n])
        b = max(people, key=lambda n: balance[n])
        x = round(min(-balance[a], balance[b]), 2)
        balance[a] = round(balance[a] + x, 2)
        balance[b] = round(balance[b] - x, 2)
        out.writerow([a, b, f"{x:.2f}"])
