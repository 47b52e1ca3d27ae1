import csv

with open("stock.csv", newline="", encoding="utf-8") as f:
    rows = list(csv.reader(f, delimiter=";"))
with open("stock_comma.csv", "w", newline="", encoding="utf-8") as f:
    csv.writer(f).writerows(rows)
