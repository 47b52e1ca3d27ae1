import sqlite3

db = sqlite3.connect("loans.db")
for (title,) in db.execute("SELECT title FROM loans WHERE returned IS NULL"):
    print(title)
db.close()
