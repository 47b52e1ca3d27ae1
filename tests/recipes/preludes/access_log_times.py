with open("web.log", "w", encoding="utf-8") as f:
    f.write('10.0.0.1 - - [04/May/2026:12:30:01 +0200] "GET /fern?x=1 HTTP/1.1" 200 512\n')
    f.write("broken line\n")
