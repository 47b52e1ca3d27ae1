import csv
import xml.etree.ElementTree as ET
from email.utils import parsedate_to_datetime

NS = {"itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd"}
rows = []
for item in ET.parse("feed.xml").getroot().iter("item"):
    length = item.findtext("itunes:duration", None, NS)
    seconds = ""
    if length:
        seconds = 0
        parts = [int(p) for p in length.strip().split(":")]
        for part, unit in zip(parts, (3600, 60, 1)):
            seconds += part * unit
    rows.append([parsedate_to_datetime(item.findtext("pubDate")).date().isoformat(), item.findtext("title").strip(), seconds])
rows.sort()
with open("episodes.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["date", "title", "seconds"])
    out.writerows(rows)
print(max(rows, key=lambda r: r[2] or 0)[1])
