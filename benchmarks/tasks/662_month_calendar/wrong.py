import calendar

with open("october.txt", "w") as f:
    f.write(calendar.TextCalendar(calendar.SUNDAY).formatmonth(2025, 10))
