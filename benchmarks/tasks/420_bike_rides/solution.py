import csv
import sqlite3

db = sqlite3.connect("bikes.db")
rows = db.execute("""SELECT b.name, b.station, COUNT(r.id), COALESCE(SUM(r.minutes), 0) AS total
                     FROM bikes b LEFT JOIN rides r ON r.bike_id = b.id
                     GROUP BY b.id ORDER BY total DESC""").fetchall()
db.close()
with open("usage.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["name", "station", "rides", "minutes"])
    out.writerows(rows)
rides = {}
for _, station, n, _ in rows:
    rides[station] = rides.get(station, 0) + n
print(max(rides, key=rides.get))
