for year in range(1890, 1931):
    if year % 4 == 0:
        print(year)
