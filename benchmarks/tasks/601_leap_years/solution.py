import calendar

years = [y for y in range(1896, 2025) if calendar.isleap(y)]
for y in years:
    print(y)
print("Total:", len(years))
