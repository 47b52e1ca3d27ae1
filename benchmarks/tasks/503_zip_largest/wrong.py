import zipfile

with zipfile.ZipFile("backup.zip") as z:
    big = max(z.infolist(), key=lambda i: i.compress_size)
print(big.filename, big.compress_size)
