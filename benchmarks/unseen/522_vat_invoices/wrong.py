import csv
import json
from decimal import Decimal, ROUND_HALF_UP
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

with open("orders.json", encoding="utf-8") as f:
    orders = sorted(json.load(f), key=lambda o: o["number"])
CENT = Decimal("0.01")
c = canvas.Canvas("invoices.pdf", pagesize=A4)
rows = []
for o in orders:
    out = [f"Invoice {o['number']}", o["customer"]["name"], o["customer"]["city"]]
    nets = {}
    for line in o["lines"]:
        amount = line["quantity"] * Decimal(line["price"])
        nets[line["vat"]] = nets.get(line["vat"], 0) + amount
        out.append(f"{line['product']}   {line['quantity']}   {amount:.2f}")
    net = sum(nets.values())
    vats = {rate: (n * rate / 100).quantize(CENT) for rate, n in sorted(nets.items())}
    out.append(f"Net: {net:.2f}")
    out += [f"VAT {rate}%: {v:.2f}" for rate, v in vats.items()]
    vat = sum(vats.values())
    out.append(f"Total: {net + vat:.2f}")
    rows.append([o["number"], f"{net:.2f}", f"{vat:.2f}", f"{net + vat:.2f}"])
    for i, s in enumerate(out):
        c.drawString(72, 770 - 20 * i, s)
    c.showPage()
c.save()
with open("totals.csv", "w", newline="") as f:
    w = csv.writer(f)
    w.writerow(["number", "net", "vat", "total"])
    w.writerows(rows)
