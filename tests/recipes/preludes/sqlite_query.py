import sqlite3

db = sqlite3.connect("boats.db")
db.execute("CREATE TABLE boats (name TEXT, length REAL)")
db.execute("INSERT INTO boats VALUES ('Gull', 9)")
db.commit()
