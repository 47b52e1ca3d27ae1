import sqlite3

db = sqlite3.connect("zoo.db")
for (name,) in db.execute("SELECT name FROM animals ORDER BY weight DESC LIMIT 3"):
    print(name)
db.close()
