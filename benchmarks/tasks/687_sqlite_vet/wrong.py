import csv
import sqlite3

con = sqlite3.connect("vet.db")
rows = con.execute("""SELECT a.owner, a.name, MAX(v.day) AS last FROM animals a JOIN visits v ON v.animal_id = a.id
                      GROUP BY a.id HAVING last < '2024-01-01' ORDER BY a.owner, a.name""").fetchall()
with open("reminders.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["owner", "animal", "last_visit"])
    out.writerows(rows)
total = con.execute("SELECT SUM(cost) FROM visits WHERE day LIKE '2023-%'").fetchone()[0]
print(f"{total:.2f}")
