import re
from pathlib import Path

for p in list(Path("photos").iterdir()):
    m = re.fullmatch(r"IMG_(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)\.(jpg|jpeg|png)", p.name)
    if m:
        y, mo, d, h, mi, s, ext = m.groups()
        p.rename(p.with_name(f"{y}-{mo}-{d}_{h}-{mi}-{s}.{ext}"))
