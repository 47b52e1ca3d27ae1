import json

nights = []
with open("sleep.jsonl", encoding="utf-8") as f:
    for line in f:
        if line.strip():
            night = json.loads(line)
            if night["hours"] is not None:
                nights.append(night)
print("Average:", round(sum(n["hours"] for n in nights) / len(nights), 1))
print("Shortest:", min(nights, key=lambda n: n["hours"])["date"])
