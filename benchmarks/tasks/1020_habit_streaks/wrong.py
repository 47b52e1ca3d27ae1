import csv
import sqlite3
from datetime import date, timedelta

LAST = date(2025, 3, 31)
ONE = timedelta(days=1)
db = sqlite3.connect("habits.db")
rows = []
for pid, name in db.execute("SELECT id, name FROM people").fetchall():
    minutes = {}
    for at, n in db.execute("SELECT done_at, minutes FROM checkins WHERE person_id = ?", (pid,)):
        day = date.fromisoformat(at[:10])
        minutes[day] = max(minutes.get(day, 0), n)
    days = sorted(d for d, n in minutes.items() if n >= 20)
    streaks = []
    for d in days:
        if streaks and streaks[-1][-1] == d - ONE:
            streaks[-1].append(d)
        else:
            streaks.append([d])
    best = max(reversed(streaks), key=len, default=[])
    current = len(streaks[-1]) if streaks and streaks[-1][-1] == LAST else 0
    rows.append([name, len(days), len(best), best[0] if best else "", best[-1] if best else "",
                 current])
db.close()
rows.sort(key=lambda r: (-r[2], r[0]))
with open("streaks.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["name", "days", "longest", "start", "end", "current"])
    out.writerows(rows)
