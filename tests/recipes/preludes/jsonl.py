with open("boats.jsonl", "w", encoding="utf-8") as f:
    f.write('{"name": "Gull", "length": 7.5}\n\n{"name": "Tern", "length": 12}\n')
