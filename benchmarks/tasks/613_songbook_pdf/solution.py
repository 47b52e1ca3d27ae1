from pypdf import PdfReader, PdfWriter

writer = PdfWriter()
with open("order.txt") as f:
    for line in f:
        parts = line.split()
        if not parts:
            continue
        pages = PdfReader(parts[0]).pages
        first, last = 1, len(pages)
        if len(parts) > 1:
            first, _, end = parts[1].partition("-")
            first, last = int(first), int(end or first)
        for i in range(first - 1, last):
            writer.add_page(pages[i])
writer.write("songbook.pdf")
print(len(writer.pages))
