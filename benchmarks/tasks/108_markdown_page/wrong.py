import markdown

with open("article.md", encoding="utf-8") as f:
    body = markdown.markdown(f.read())
with open("article.html", "w", encoding="utf-8") as f:
    f.write(f"<!DOCTYPE html><html><head><title>Garden guide</title></head><body>{body}</body></html>")
