import xml.etree.ElementTree as ET

names = [p.find("name").text for p in ET.parse("nursery.xml").iter("plant") if p.find("price").text < "5"]
with open("cheap.txt", "w", encoding="utf-8") as f:
    f.write("\n".join(names) + "\n")
