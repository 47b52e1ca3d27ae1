import csv
from bs4 import BeautifulSoup

with open("league.html", encoding="utf-8") as f:
    soup = BeautifulSoup(f, "html.parser")
teams = []
for row in soup.find("table", id="standings").find_all("tr"):
    cells = [" ".join(td.get_text().split()) for td in row.find_all("td")]
    if len(cells) == 5:
        team, played, won, drawn, lost = cells
        teams.append((team, int(played), 3 * int(won) + int(drawn)))
teams.sort(key=lambda t: (-t[2], t[0]))
with open("league.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["team", "played", "points"])
    out.writerows(teams)
