balance = 0.0
for year in range(1, 11):
    balance = (balance + 1200) * 1.025
    print(year, f"{balance:.2f}")
