from reportlab.pdfgen import canvas

page = canvas.Canvas("boats.pdf")
page.drawString(72, 700, "Gull")
page.save()
