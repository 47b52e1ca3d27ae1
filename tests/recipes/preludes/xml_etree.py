with open("boats.xml", "w", encoding="utf-8") as f:
    f.write('<fleet><boat id="1"><length>7.5</length><port>Kiel</port></boat></fleet>')
