import xml.etree.ElementTree as ET

names = []
for game in ET.parse("games.xml").getroot().findall("game"):
    players = game.find("players")
    if int(players.get("max")) >= 5 and int(game.findtext("minutes")) <= 60:
        names.append(game.findtext("name"))
for name in sorted(names):
    print(name)
