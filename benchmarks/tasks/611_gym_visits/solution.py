import csv
import sqlite3

db = sqlite3.connect("gym.db")
rows = db.execute('''
    select m.id, m.name, count(v.member_id) as visits, coalesce(sum(v.minutes), 0)
    from members m left join visits v on v.member_id = m.id and v.day like '2025-03-%'
    group by m.id order by visits, m.id''').fetchall()
with open("march.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["id", "name", "visits", "minutes"])
    out.writerows(rows)
