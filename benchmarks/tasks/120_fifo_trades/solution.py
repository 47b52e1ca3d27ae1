import csv
from decimal import Decimal

with open("trades.csv", newline="") as f:
    trades = sorted(csv.DictReader(f), key=lambda r: r["date"])
lots, profit, refused = {}, {}, []
for t in trades:
    symbol, quantity, price = t["symbol"], int(t["quantity"]), Decimal(t["price"])
    held = lots.setdefault(symbol, [])
    profit.setdefault(symbol, Decimal("0.00"))
    if t["type"] == "buy":
        held.append([quantity, price])
        continue
    if quantity > sum(n for n, _ in held):
        refused.append([t["date"], symbol, quantity])
        continue
    profit[symbol] += quantity * price
    while quantity:
        n = min(quantity, held[0][0])
        profit[symbol] -= n * held[0][1]
        held[0][0] -= n
        quantity -= n
        if held[0][0] == 0:
            held.pop(0)
with open("profit.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["symbol", "profit", "shares_left", "cost_left"])
    for s in sorted(lots):
        out.writerow([s, f"{profit[s]:.2f}", sum(n for n, _ in lots[s]), f"{sum(n * p for n, p in lots[s]):.2f}"])
with open("refused.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["date", "symbol", "quantity"])
    out.writerows(refused)
print(f"{sum(profit.values()):.2f}")
