import csv
import openpyxl

ws = openpyxl.load_workbook("clubs.xlsx")["Members"]
with open("members.csv", "w", newline="", encoding="utf-8") as f:
    csv.writer(f).writerows(ws.iter_rows(values_only=True))
