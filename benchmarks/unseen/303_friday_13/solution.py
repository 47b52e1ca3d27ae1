from datetime import date, timedelta

day = date(2026, 1, 1)
while day <= date(2029, 12, 31):
    if day.day == 13 and day.weekday() == 4:
        print(day.isoformat())
    day += timedelta(days=1)
