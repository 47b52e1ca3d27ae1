import json

with open("steps.json") as f:
    days = json.load(f)["days"]
good = [d for d in days if d["steps"] is not None]
print(round(sum(d["steps"] for d in good) / len(good)))
print(sum(d["steps"] >= 10000 for d in good))
print(max(good, key=lambda d: d["steps"])["date"])
