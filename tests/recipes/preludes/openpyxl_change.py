from openpyxl import Workbook

book = Workbook()
book.active.title = "Plants"
for row in [["plant", "height"], ["fern", 30.5], ["moss", 3]]:
    book.active.append(row)
book.save("plants.xlsx")
