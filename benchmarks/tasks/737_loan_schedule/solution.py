import csv
from decimal import ROUND_HALF_UP, Decimal

balance, total, month = Decimal("5000.00"), Decimal("0"), 0
with open("loan.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["month", "payment", "interest", "principal", "balance"])
    while balance > 0:
        month += 1
        interest = (balance * Decimal("0.005")).quantize(Decimal("0.01"), ROUND_HALF_UP)
        payment = min(Decimal("450.00"), balance + interest)
        balance -= payment - interest
        total += interest
        out.writerow([month, payment, interest, payment - interest, balance])
print(total)
