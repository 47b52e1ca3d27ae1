with open("garden.py", "w", encoding="utf-8") as f:
    f.write("import os\nfrom re import sub\nfrom . import plants\n")
