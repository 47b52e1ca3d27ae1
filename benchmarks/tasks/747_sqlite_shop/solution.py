import csv
import sqlite3

db = sqlite3.connect("shop.db")
rows = db.execute("""
    SELECT c.name, c.town, SUM(l.quantity * p.price) AS spent
    FROM customers c JOIN order_lines l ON l.customer_id = c.id JOIN products p ON p.id = l.product_id
    GROUP BY c.id HAVING spent > 100 ORDER BY spent DESC""").fetchall()
with open("spending.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["name", "town", "spent"])
    for name, town, spent in rows:
        out.writerow([name, town, round(spent, 2)])
for (name,) in db.execute("SELECT name FROM products WHERE id NOT IN (SELECT product_id FROM order_lines) ORDER BY name"):
    print(name)
db.close()
