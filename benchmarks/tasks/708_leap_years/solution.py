import calendar

for year in range(1890, 1931):
    if calendar.isleap(year):
        print(year)
