with open("newsletter.txt", encoding="utf-8") as f:
    addresses = sorted({line.strip().lower() for line in f if line.strip()})
with open("unique.txt", "w", encoding="utf-8") as f:
    for a in addresses:
        f.write(a + "\n")
print(len(addresses))
