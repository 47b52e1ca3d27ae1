from datetime import date

for year in range(2024, 2028):
    for month in range(1, 13):
        day = date(year, month, 13)
        if day.weekday() == 5:
            print(day.isoformat())
