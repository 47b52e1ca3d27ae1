with open("garden.py", "w", encoding="utf-8") as f:
    f.write(
        'import os\nfrom re import sub\n\nclass A(dict):\n    def go(self, x):\n        "Go."\n'
    )
