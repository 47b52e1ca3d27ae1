import docx

outline, words = [], 0
for p in docx.Document("handbook.docx").paragraphs:
    if p.style.name in ("Heading 1", "Heading 2", "Heading 3"):
        if p.text.strip():
            outline.append("  " * (int(p.style.name[-1]) - 1) + p.text.strip())
    else:
        words += len(p.text.split())
with open("outline.txt", "w", encoding="utf-8") as f:
    f.write("\n".join(outline) + "\n")
print(words)
