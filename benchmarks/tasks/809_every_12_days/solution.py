from datetime import date, timedelta

first = date(2024, 1, 20)
with open("fertilizer.txt", "w") as f:
    for i in range(15):
        f.write(f"{first + timedelta(days=12 * i)}\n")
