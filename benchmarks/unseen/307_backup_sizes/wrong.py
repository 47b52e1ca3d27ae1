import zipfile

with zipfile.ZipFile("backup.zip") as z:
    big = [i for i in z.infolist() if i.file_size >= 10000]
for i in sorted(big, key=lambda i: -i.file_size):
    print(i.filename, i.file_size)
