import csv
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen import canvas

w, h = landscape(A4)
c = canvas.Canvas("certificates.pdf", pagesize=(w, h))
count = 0
with open("results.csv", newline="", encoding="utf-8") as f:
    for r in csv.DictReader(f):
        if not r["points"] or int(r["points"]) < 60:
            continue
        c.setFont("Helvetica-Bold", 40)
        c.drawCentredString(w / 2, h - 150, "Certificate")
        c.setFont("Helvetica", 28)
        c.drawCentredString(w / 2, h - 260, r["name"])
        if int(r["points"]) > 90:
            c.drawCentredString(w / 2, h - 340, "with distinction")
        c.showPage()
        count += 1
c.save()
print(count)
