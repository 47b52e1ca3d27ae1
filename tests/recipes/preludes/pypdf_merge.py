from pathlib import Path

from reportlab.pdfgen import canvas

Path("lists").mkdir()
for name in ("a", "b"):
    page = canvas.Canvas(f"lists/{name}.pdf")
    page.drawString(72, 700, name)
    page.save()
