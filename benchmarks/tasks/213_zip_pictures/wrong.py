import os
import zipfile

os.makedirs("pictures", exist_ok=True)
count = 0
with zipfile.ZipFile("camera.zip") as z:
    for info in z.infolist():
        name = os.path.basename(info.filename)
        stem, ext = os.path.splitext(name)
        if ext.lower() not in (".jpg", ".jpeg", ".png"):
            continue
        if os.path.exists(os.path.join("pictures", name)):
            name = f"{stem}_2{ext}"
        with open(os.path.join("pictures", name), "wb") as f:
            f.write(z.read(info))
        count += 1
print(count)
