import csv
import sqlite3

db = sqlite3.connect("hotel.db")
rows = db.execute("""
    SELECT number, beds, price FROM rooms
    WHERE beds >= 2 AND number NOT IN (
        SELECT room FROM bookings
        WHERE status <> 'cancelled'
        AND (arrival BETWEEN '2024-07-10' AND '2024-07-13' OR departure BETWEEN '2024-07-11' AND '2024-07-14'))
    ORDER BY price, number
""").fetchall()
db.close()
with open("free_rooms.csv", "w", newline="") as f:
    writer = csv.writer(f)
    writer.writerow(["number", "beds", "price"])
    writer.writerows(rows)
