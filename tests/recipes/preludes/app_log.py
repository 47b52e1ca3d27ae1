with open("pump.log", "w", encoding="utf-8") as f:
    f.write(
        "2026-05-04 12:30:01,250 ERROR pump: no water\n  trace\n2026-05-04 12:30:02 INFO  tank: filled\n"
    )
