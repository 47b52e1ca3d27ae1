with open("boats.html", "w", encoding="utf-8") as f:
    f.write('<a href="../a">A</a> <a name="b">B</a>')
