import csv
from decimal import Decimal

with open("trades.csv", newline="") as f:
    trades = sorted(csv.DictReader(f), key=lambda r: r["date"])
shares, cost, profit, refused = {}, {}, {}, []
for t in trades:
    s, quantity, price = t["symbol"], int(t["quantity"]), Decimal(t["price"])
    for d in (shares, cost, profit):
        d.setdefault(s, Decimal(0))
    if t["type"] == "buy":
        shares[s] += quantity
        cost[s] += quantity * price
    elif quantity > shares[s]:
        refused.append([t["date"], s, quantity])
    else:
        part = cost[s] * quantity / shares[s]
        profit[s] += quantity * price - part
        shares[s] -= quantity
        cost[s] -= part
with open("profit.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["symbol", "profit", "shares_left", "cost_left"])
    for s in sorted(shares):
        out.writerow([s, f"{profit[s]:.2f}", shares[s], f"{cost[s]:.2f}"])
with open("refused.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["date", "symbol", "quantity"])
    out.writerows(refused)
print(f"{sum(profit.values()):.2f}")
