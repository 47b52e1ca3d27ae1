import csv

with open("homework.csv", newline="", encoding="utf-8") as f:
    rows = list(csv.DictReader(f))
days = ["mon", "tue", "wed", "thu", "fri"]
totals = {day: 0 for day in days}
with open("homework_long.csv", "w", newline="", encoding="utf-8") as f:
    writer = csv.writer(f)
    writer.writerow(["student", "day", "minutes"])
    for day in days:
        for row in rows:
            minutes = int(row[day] or 0)
            if minutes:
                writer.writerow([row["student"], day, minutes])
                totals[day] += minutes
print(max(totals, key=totals.get))
