from datetime import date

begin, end = date(2025, 7, 19), date(2025, 8, 3)
print(begin.strftime("%A"))
print((begin - date(2025, 3, 4)).days)
print((end - begin).days + 1)
