import zipfile

left_out = 0
with zipfile.ZipFile("delivery.zip") as old, \
        zipfile.ZipFile("clean.zip", "w", zipfile.ZIP_DEFLATED) as new:
    for info in old.infolist():
        if info.is_dir():
            continue
        parts = info.filename.split("/")
        if parts[-1] in (".DS_Store", "Thumbs.db") or "__MACOSX" in parts[:-1]:
            left_out += 1
        else:
            new.writestr(info.filename, old.read(info))
print(left_out)
