from pypdf import PdfReader, PdfWriter

writer, numbers = PdfWriter(), []
for number, page in enumerate(PdfReader("notices.pdf").pages, start=1):
    if "URGENT" in page.extract_text():
        writer.add_page(page)
        numbers.append(number)
with open("urgent.pdf", "wb") as f:
    writer.write(f)
print(", ".join(str(n) for n in numbers))
