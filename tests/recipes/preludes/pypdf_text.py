from reportlab.pdfgen import canvas

page = canvas.Canvas("boats.pdf")
for text in ("Gull", "Tern"):
    page.drawString(72, 700, text)
    page.showPage()
page.save()
