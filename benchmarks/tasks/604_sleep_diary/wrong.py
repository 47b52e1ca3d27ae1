import json

with open("sleep.jsonl", encoding="utf-8") as f:
    nights = [json.loads(line) for line in f]
print("Average:", round(sum(n["hours"] or 0 for n in nights) / len(nights), 1))
print("Shortest:", min((n for n in nights if n["hours"]), key=lambda n: n["hours"])["date"])
