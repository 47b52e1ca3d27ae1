import csv

with open("menu.csv", newline="", encoding="utf-8") as f:
    for row in csv.DictReader(f):
        price = f"{float(row['price']):.2f}"
        print(row["dish"] + price.rjust(30 - len(row["dish"]), "."))
