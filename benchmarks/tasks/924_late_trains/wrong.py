import sqlite3

db = sqlite3.connect("trains.db")
for number, destination in db.execute("SELECT number, destination FROM trains WHERE delay > 15 ORDER BY delay"):
    print(number, destination)
db.close()
