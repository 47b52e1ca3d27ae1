import csv
import xml.etree.ElementTree as ET
from datetime import datetime

DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def stamp(s):
    t = datetime.strptime(s, "%Y-%m-%d %H:%M")
    return f"{DAYS[t.weekday()]}, {t.day:02d} {MONTHS[t.month - 1]} {t.year} {t:%H:%M:%S} +0000"


with open("posts.csv", newline="", encoding="utf-8") as f:
    posts = list(csv.DictReader(f))
posts.reverse()
rss = ET.Element("rss", version="2.0")
channel = ET.SubElement(rss, "channel")
for tag, value in (("title", "Allotment News"), ("link", "https://example.org/"), ("description", "News from the gardens")):
    ET.SubElement(channel, tag).text = value
for p in posts:
    item = ET.SubElement(channel, "item")
    for tag, value in (("title", p["title"]), ("link", p["url"]), ("pubDate", stamp(p["date"])), ("description", p["summary"])):
        ET.SubElement(item, tag).text = value
ET.ElementTree(rss).write("feed.xml", encoding="utf-8", xml_declaration=True)
