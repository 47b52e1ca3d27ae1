import markdown

with open("article.md", encoding="utf-8") as f:
    body = markdown.markdown(f.read(), extensions=["tables"])
page = f"""<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>Garden guide</title>
</head>
<body>
{body}
</body>
</html>
"""
with open("article.html", "w", encoding="utf-8") as f:
    f.write(page)
