money, month = 120, 0
while money < 560:
    month += 1
    money += 35
    if month % 3 == 0:
        money += 20
    print(f"Month {month}: {money}")
