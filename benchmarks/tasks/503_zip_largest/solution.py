import zipfile

with zipfile.ZipFile("backup.zip") as z:
    big = max(z.infolist(), key=lambda i: i.file_size)
print(big.filename, big.file_size)
