import sqlite3
from decimal import Decimal

old = sqlite3.connect("old.db")
rows = old.execute("SELECT id, day, customer, email, product, price, quantity FROM sales ORDER BY day, id").fetchall()
old.close()
names, sales, skipped = {}, [], 0
for id_, day, customer, email, product, price, quantity in rows:
    email = (email or "").strip().lower()
    if not email:
        skipped += 1
        continue
    names[email] = customer
    sales.append((id_, day, email, product, int(float(price) * 100), quantity))
ids = {email: i for i, email in enumerate(sorted(names), 1)}
new = sqlite3.connect("shop.db")
new.execute("CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, email TEXT)")
new.execute("CREATE TABLE sales (id INTEGER PRIMARY KEY, day TEXT, customer_id INTEGER REFERENCES customers(id), product TEXT, cents INTEGER, quantity INTEGER)")
new.executemany("INSERT INTO customers VALUES (?, ?, ?)", [(ids[e], names[e], e) for e in ids])
new.executemany("INSERT INTO sales VALUES (?, ?, ?, ?, ?, ?)", [(i, d, ids[e], p, c, q) for i, d, e, p, c, q in sales])
new.commit()
new.close()
print(skipped)
totals = {}
for _, _, e, _, cents, quantity in sales:
    totals[e] = totals.get(e, 0) + cents * quantity
print(names[max(totals, key=totals.get)])
