money = 120
for month in range(1, 100):
    if money + 35 >= 560:
        break
    money += 35
    if month % 3 == 0:
        money += 20
    print(f"Month {month}: {money}")
