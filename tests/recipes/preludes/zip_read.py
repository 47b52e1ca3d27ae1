import zipfile

with zipfile.ZipFile("leaves.zip", "w") as archive:
    archive.writestr("old/b.txt", "green")
