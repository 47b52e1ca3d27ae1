import csv
import sqlite3

con = sqlite3.connect("music.db")
rows = con.execute("""
    SELECT artists.name, COUNT(albums.id), COUNT(tracks.id), ROUND(COALESCE(SUM(tracks.seconds), 0) / 60.0, 1)
    FROM artists
    LEFT JOIN albums ON albums.artist_id = artists.id
    LEFT JOIN tracks ON tracks.album_id = albums.id
    GROUP BY artists.id
    ORDER BY artists.name
""").fetchall()
con.close()
with open("artists.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["artist", "albums", "tracks", "minutes"])
    out.writerows(rows)
