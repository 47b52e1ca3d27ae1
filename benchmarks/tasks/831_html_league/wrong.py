import csv
from bs4 import BeautifulSoup

with open("league.html", encoding="utf-8") as f:
    soup = BeautifulSoup(f, "html.parser")
teams = {}
for tr in soup.find("table", id="results").find_all("tr"):
    cells = [td.get_text(strip=True) for td in tr.find_all("td")]
    if len(cells) != 4 or ":" not in cells[3]:
        continue
    a, b = map(int, cells[3].split(":"))
    for name, own, other in ((cells[1], a, b), (cells[2], b, a)):
        t = teams.setdefault(name, [0, 0, 0])
        t[0] += 1
        t[1] += 3 if own > other else 1 if own == other else 0
        t[2] += own
with open("standings.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["team", "played", "points", "goals"])
    for name, t in sorted(teams.items(), key=lambda x: (x[1][1], x[0]), reverse=True):
        out.writerow([name, *t])
