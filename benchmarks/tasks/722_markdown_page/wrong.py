import markdown

with open("article.md", encoding="utf-8") as f:
    html = markdown.markdown(f.read())
with open("article.html", "w", encoding="utf-8") as f:
    f.write(html)
