from pathlib import Path
import markdown

site = Path("site")
site.mkdir(exist_ok=True)
page = "<!DOCTYPE html>\n<html>\n<head><meta charset='utf-8'><title>{}</title></head>\n<body>\n{}\n</body>\n</html>\n"
links = []
for p in sorted(Path("recipes").glob("*.md")):
    text = p.read_text(encoding="utf-8")
    title = next(l for l in text.splitlines() if l.startswith("#")).lstrip("#").strip()
    (site / f"{p.stem}.html").write_text(page.format(title, markdown.markdown(text)), encoding="utf-8")
    links.append(f"<li><a href='{p.stem}.html'>{title}</a></li>")
(site / "index.html").write_text(page.format("Recipes", "<ul>\n" + "\n".join(links) + "\n</ul>"), encoding="utf-8")
