import sqlite3

db = sqlite3.connect("cinema.db")
for film, seats in db.execute("SELECT film, COUNT(*) AS s FROM tickets GROUP BY film ORDER BY s DESC LIMIT 3"):
    print(f"{film}: {seats}")
