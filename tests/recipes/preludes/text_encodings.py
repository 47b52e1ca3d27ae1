from pathlib import Path

Path("texts").mkdir()
Path("texts/a.txt").write_bytes("Möwe und Färn\r\n".encode("utf-8"))
Path("texts/b.txt").write_bytes(
    "Die Möwe flog über die Förde und suchte schöne Fische.\r\n".encode("cp1252")
)
