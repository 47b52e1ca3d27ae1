import barcode
from barcode.writer import ImageWriter

barcode.get("code128", "SHIP-2024-0815", writer=ImageWriter()).save("barcode")
