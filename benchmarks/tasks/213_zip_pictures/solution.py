import os
import zipfile

os.makedirs("pictures", exist_ok=True)
used, count = {}, 0
with zipfile.ZipFile("camera.zip") as z:
    for info in z.infolist():
        name = os.path.basename(info.filename)
        stem, ext = os.path.splitext(name)
        if info.is_dir() or ext.lower() not in (".jpg", ".jpeg", ".png"):
            continue
        used[name] = used.get(name, 0) + 1
        if used[name] > 1:
            name = f"{stem}_{used[name]}{ext}"
        with open(os.path.join("pictures", name), "wb") as f:
            f.write(z.read(info))
        count += 1
print(count)
