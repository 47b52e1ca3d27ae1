import docx

outline, words = [], 0
for p in docx.Document("handbook.docx").paragraphs:
    if p.style.name.startswith("Heading"):
        outline.append("  " * (int(p.style.name[-1]) - 1) + p.text)
    words += len(p.text.split())
with open("outline.txt", "w", encoding="utf-8") as f:
    f.write("\n".join(outline) + "\n")
print(words)
