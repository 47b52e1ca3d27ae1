with open("boats.xml", "w", encoding="utf-8") as f:
    f.write(
        '<rss version="2.0"><channel><title>Boats</title><item><title>Gull</title><link>http://example.org/1</link>'
        "<category>sail</category><pubDate>Mon, 04 May 2026 12:30:01 +0200</pubDate></item></channel></rss>"
    )
