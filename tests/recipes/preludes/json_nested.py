with open("boats.json", "w", encoding="utf-8") as f:
    f.write(
        '{"fleet": [{"name": "Möwe", "crew": {"name": "Amy"}}, {"name": "Gull", "crew": null}]}'
    )
