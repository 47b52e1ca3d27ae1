with open("boats.html", "w", encoding="utf-8") as f:
    f.write('<table id="boats"><tr><th>n<th>l</tr><tr><td>Gull</td><td>1,007.5</td></tr></table>')
