from pypdf import PdfReader, PdfWriter

writer = PdfWriter()
with open("order.txt") as f:
    for line in f:
        parts = line.split()
        if not parts:
            continue
        pages = PdfReader(parts[0]).pages
        first, last = 0, len(pages)
        if len(parts) > 1:
            first, _, end = parts[1].partition("-")
            first, last = int(first) - 1, int(end or first)
            if end:
                last -= 1
        for i in range(first, last):
            writer.add_page(pages[i])
writer.write("songbook.pdf")
print(len(writer.pages))
