import zipfile

left_out = 0
with zipfile.ZipFile("delivery.zip") as old, \
        zipfile.ZipFile("clean.zip", "w", zipfile.ZIP_DEFLATED) as new:
    for info in old.infolist():
        if info.is_dir():
            continue
        parts = info.filename.split("/")
        if info.filename.endswith((".DS_Store", "Thumbs.db")) or parts[0] == "__MACOSX":
            left_out += 1
        else:
            new.writestr(info.filename, old.read(info))
print(left_out)
