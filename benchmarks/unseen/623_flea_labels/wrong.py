import openpyxl
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

ws = openpyxl.load_workbook("stall.xlsx").active
items = []
for no, item, price, sold, discount in ws.iter_rows(min_row=2, values_only=True):
    if no is not None and sold != "yes":
        items.append((no, item, price * (100 - (discount or 0)) / 100))
items.sort()
width, height = A4[0] / 2, A4[1] / 4
c = canvas.Canvas("labels.pdf", pagesize=A4)
pages = 0
for i, (no, item, price) in enumerate(items):
    col, row = divmod(i % 8, 4)
    if i % 8 == 0:
        if i:
            c.showPage()
        pages += 1
    x, y = col * width, A4[1] - (row + 1) * height
    c.rect(x + 10, y + 10, width - 20, height - 20)
    c.setFont("Helvetica", 18)
    c.drawString(x + 20, y + 130, item)
    c.drawString(x + 20, y + 90, f"{price:.2f} EUR")
    c.drawString(x + 20, y + 55, f"No. {no}")
c.save()
print(len(items), "labels on", pages, "pages")
