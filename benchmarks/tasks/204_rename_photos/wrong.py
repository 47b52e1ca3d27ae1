import os

for name in os.listdir("photos"):
    stem, ext = os.path.splitext(name)
    if stem.startswith("IMG_"):
        s = stem[4:]
        new = f"{s[:4]}-{s[4:6]}-{s[6:8]}_{s[9:11]}-{s[11:13]}-{s[13:15]}.jpg"
        os.rename(os.path.join("photos", name), os.path.join("photos", new))
