import html
from pathlib import Path
from urllib.parse import quote
from PIL import Image

thumbs = Path("thumbs")
thumbs.mkdir(exist_ok=True)
items = []
for path in sorted(Path("photos").iterdir(), key=lambda p: p.name):
    if path.suffix.lower() not in (".jpg", ".png"):
        continue
    with Image.open(path) as img:
        img = img.resize((120, 120))
        img.save(thumbs / path.name)
    name = quote(path.name)
    items.append(f'<a href="photos/{name}"><img src="thumbs/{name}" alt="{html.escape(path.stem)}"></a>')
Path("gallery.html").write_text("<!DOCTYPE html><html><head><title>Gallery</title></head><body>\n" + "\n".join(items) + "\n</body></html>\n", encoding="utf-8")
