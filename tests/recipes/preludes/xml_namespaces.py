with open("boats.xml", "w", encoding="utf-8") as f:
    f.write('<fleet xmlns="http://example.org/boats"><boat id="1"><port>Kiel</port></boat></fleet>')
