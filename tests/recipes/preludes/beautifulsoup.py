with open("boats.html", "w", encoding="utf-8") as f:
    f.write(
        '<div class="boat big" data-id="7"><h2>Gull <i>II</i></h2></div><div class="boat"></div>'
    )
