import docx

with open("outline.txt", "w", encoding="utf-8") as f:
    for p in docx.Document("garden.docx").paragraphs:
        if p.style.name.startswith("Heading "):
            level = int(p.style.name.split()[1])
            f.write("  " * (level - 1) + p.text + "\n")
