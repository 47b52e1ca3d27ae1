import csv
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen import canvas

with open("results.csv", newline="", encoding="utf-8") as f:
    passed = [r for r in csv.DictReader(f) if int(r["points"] or 0) > 60]
w, h = landscape(A4)
c = canvas.Canvas("certificates.pdf", pagesize=(w, h))
for r in passed:
    c.drawCentredString(w / 2, h - 150, "Certificate")
    c.drawCentredString(w / 2, h - 250, r["name"])
    c.drawCentredString(w / 2, h - 300, r["course"])
    c.drawCentredString(w / 2, h - 350, f"{r['points']} of 100 points")
    c.showPage()
c.save()
print(len(passed))
