with open("stock.csv", encoding="utf-8") as f:
    data = f.read()
with open("stock_comma.csv", "w", encoding="utf-8") as f:
    f.write(data.replace(";", ","))
