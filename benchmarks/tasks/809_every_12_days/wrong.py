from datetime import date, timedelta

day = date(2024, 1, 20)
with open("fertilizer.txt", "w") as f:
    for i in range(15):
        day += timedelta(days=12)
        f.write(f"{day}\n")
