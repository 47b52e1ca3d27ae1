from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill

book = load_workbook("stock.xlsx")
items = list(book["Items"].iter_rows(min_row=2, values_only=True))
moves = sorted(book["Movements"].iter_rows(min_row=2, values_only=True), key=lambda r: r[0])
have = {item[0]: 0 for item in items}
for _, sku, kind, pieces in moves:
    if kind == "in":
        have[sku] += pieces
    elif kind == "out":
        have[sku] -= pieces
    elif kind == "count":
        have[sku] = pieces
out = Workbook()
stock = out.active
stock.title = "Stock"
order = out.create_sheet("Order")
stock.append(["sku", "name", "pieces", "value"])
order.append(["sku", "name", "missing", "cost"])
yellow = PatternFill("solid", fgColor="FFFF00")
short = []
for sku, name, cost, minimum in items:
    stock.append([sku, name, have[sku], round(have[sku] * cost, 2)])
    if have[sku] < minimum:
        short.append([sku, name, minimum - have[sku], round((minimum - have[sku]) * cost, 2)])
        for cell in stock[stock.max_row]:
            cell.fill = yellow
short.sort(key=lambda r: r[3], reverse=True)
for row in short:
    order.append(row)
order.append(["Total", None, None, round(sum(r[3] for r in short), 2)])
for sheet in (stock, order):
    for cell in sheet[1]:
        cell.font = Font(bold=True)
out.save("restock.xlsx")
