import csv
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen import canvas

with open("results.csv", newline="", encoding="utf-8") as f:
    passed = [r for r in csv.DictReader(f) if r["points"].strip() and int(r["points"]) >= 60]
w, h = landscape(A4)
c = canvas.Canvas("certificates.pdf", pagesize=(w, h))
for r in passed:
    c.setFont("Helvetica-Bold", 40)
    c.drawCentredString(w / 2, h - 150, "Certificate")
    c.setFont("Helvetica", 24)
    c.drawCentredString(w / 2, h - 250, r["name"])
    c.drawCentredString(w / 2, h - 300, r["course"])
    c.drawCentredString(w / 2, h - 350, f"{r['points']} of 100 points")
    c.showPage()
c.save()
print(len(passed))
