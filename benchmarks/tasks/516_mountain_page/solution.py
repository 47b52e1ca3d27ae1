import json
from urllib.request import urlopen
from bs4 import BeautifulSoup

with urlopen("{BASE_URL}/mountains.html", timeout=10) as reply:
    soup = BeautifulSoup(reply.read(), "html.parser")
table = soup.find("table", id="peaks")
for sup in table.find_all("sup"):
    sup.decompose()
peaks = []
for tr in table.find_all("tr"):
    cells = [" ".join(td.get_text().split()) for td in tr.find_all("td")]
    if cells:
        peaks.append({"name": cells[0], "country": cells[1], "height": int(cells[2].replace("m", "").replace(",", ""))})
peaks.sort(key=lambda p: p["height"], reverse=True)
with open("peaks.json", "w", encoding="utf-8") as f:
    json.dump(peaks, f, indent=2, ensure_ascii=False)
