from datetime import date, timedelta
import yaml

with open("chores.yaml", encoding="utf-8") as f:
    chores = yaml.safe_load(f)["chores"]
with open("june.txt", "w", encoding="utf-8") as out:
    for i in range(14):
        day = date(2025, 6, 1) + timedelta(days=i)
        for chore in chores:
            passed = (day - chore["start"]).days
            if passed >= 0 and passed % chore["every"] == 0:
                turn = passed // chore["every"]
                who = chore["who"][turn % len(chore["who"])]
                out.write(f"{day} {chore['name']}: {who}\n")
