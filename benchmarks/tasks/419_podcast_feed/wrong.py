import csv
import xml.etree.ElementTree as ET
from email.utils import parsedate_to_datetime

episodes = []
for item in ET.parse("feed.xml").getroot().iter("item"):
    sound = item.find("enclosure")
    episodes.append((parsedate_to_datetime(item.findtext("pubDate")), item.findtext("title"), sound.get("url"), int(sound.get("length"))))
episodes.reverse()
with open("episodes.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["date", "title", "url", "size_mb"])
    for when, title, url, size in episodes:
        out.writerow([when.strftime("%Y-%m-%d"), title, url, round(size / 1000000, 1)])
print(sum(e[3] for e in episodes))
