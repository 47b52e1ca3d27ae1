import json

with open("words.json", encoding="utf-8") as f:
    words = json.load(f)
with open("german.json", "w", encoding="utf-8") as f:
    json.dump({german: english for english, german in words.items()}, f, ensure_ascii=False, indent=2)
