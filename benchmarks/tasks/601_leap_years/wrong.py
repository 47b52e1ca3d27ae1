years = [y for y in range(1896, 2025) if y % 4 == 0]
for y in years:
    print(y)
print("Total:", len(years))
