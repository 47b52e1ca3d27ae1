import sqlite3

db = sqlite3.connect("club.db")
with open("paid.txt", encoding="utf-8") as f:
    for line in f:
        if line.strip():
            db.execute("UPDATE members SET paid = 1 WHERE lower(email) = ?", (line.strip().lower(),))
db.commit()
print(db.execute("SELECT count(*) FROM members WHERE paid = 0").fetchone()[0])
db.close()
