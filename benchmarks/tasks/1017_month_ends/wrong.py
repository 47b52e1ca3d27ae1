from datetime import date

for month, last in enumerate([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], 1):
    day = date(2028, month, last)
    print(day, day.strftime("%A"))
