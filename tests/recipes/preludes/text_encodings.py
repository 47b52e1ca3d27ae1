from pathlib import Path

Path("boats.txt").write_bytes(
    "Die Möwe flog über die Förde und suchte schöne Fische.\r\n".encode("cp1252")
)
