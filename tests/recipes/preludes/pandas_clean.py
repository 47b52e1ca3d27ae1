with open("raw.csv", "w", encoding="utf-8") as f:
    f.write('name,price\n Gull ,"€ 1,234.50"\nTern,n/a\n')
