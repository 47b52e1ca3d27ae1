with open("boats.html", "w", encoding="utf-8") as f:
    f.write(
        '<h1>Boats</h1><table id="boats"><tr><th>n<th>l</tr><tr><td>Gull</td><td>1,007.5</td></tr></table>'
        '<ul class="links"><li><a href="../a">A</a></li></ul><div class="boat big" data-id="7"></div>'
    )
