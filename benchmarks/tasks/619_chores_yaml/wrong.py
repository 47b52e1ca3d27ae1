from datetime import date, timedelta
import yaml

with open("chores.yaml", encoding="utf-8") as f:
    chores = yaml.safe_load(f)["chores"]
turns = {c["name"]: 0 for c in chores}
with open("june.txt", "w", encoding="utf-8") as out:
    for i in range(14):
        day = date(2025, 6, 1) + timedelta(days=i)
        for chore in chores:
            passed = (day - chore["start"]).days
            if passed >= 0 and passed % chore["every"] == 0:
                who = chore["who"][turns[chore["name"]] % len(chore["who"])]
                turns[chore["name"]] += 1
                out.write(f"{day} {chore['name']}: {who}\n")
