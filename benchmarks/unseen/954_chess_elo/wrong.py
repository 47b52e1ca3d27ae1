import csv
import os
import sqlite3

POINTS = {"1-0": 1.0, "0-1": 0.0, "1/2-1/2": 0.5}
rating, games, wins = {}, {}, {}
with open("games.csv", newline="") as f:
    for row in csv.DictReader(f):
        if row["result"] not in POINTS:
            continue
        white, black, score = row["white"], row["black"], POINTS[row["result"]]
        for name in (white, black):
            rating.setdefault(name, 1500.0)
            games[name] = games.get(name, 0) + 1
            wins.setdefault(name, 0)
        if score == 1.0:
            wins[white] += 1
        elif score == 0.0:
            wins[black] += 1
        expected_white = 1 / (1 + 10 ** ((rating[black] - rating[white]) / 400))
        rating[white] += 20 * (score - expected_white)
        expected_black = 1 / (1 + 10 ** ((rating[white] - rating[black]) / 400))
        rating[black] += 20 * (1 - score - expected_black)
if os.path.exists("chess.db"):
    os.remove("chess.db")
db = sqlite3.connect("chess.db")
db.execute("CREATE TABLE ratings (player TEXT PRIMARY KEY, games INTEGER, wins INTEGER, rating REAL)")
db.executemany("INSERT INTO ratings VALUES (?, ?, ?, ?)", [(p, games[p], wins[p], round(rating[p], 1)) for p in rating])
db.commit()
db.close()
with open("ranking.txt", "w") as f:
    for i, p in enumerate(sorted(rating, key=rating.get, reverse=True), start=1):
        f.write(f"{i}. {p} {rating[p]:.1f}\n")
