import csv

balance, total, month = 5000.0, 0, 0
with open("loan.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["month", "payment", "interest", "principal", "balance"])
    while balance > 0:
        month += 1
        interest = round(balance * 0.005, 2)
        principal = 450 - interest
        balance = max(0, balance - principal)
        total += interest
        out.writerow([month, "450.00", f"{interest:.2f}", f"{principal:.2f}", f"{balance:.2f}"])
print(round(total, 2))
