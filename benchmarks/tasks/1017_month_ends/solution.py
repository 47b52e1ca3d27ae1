import calendar
from datetime import date

for month in range(1, 13):
    day = date(2028, month, calendar.monthrange(2028, month)[1])
    print(day, day.strftime("%A"))
