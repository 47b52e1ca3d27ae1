import json
import re
from collections import Counter
from datetime import datetime

start = re.compile(r"(\d\d\.\d\d\.\d\d, \d\d:\d\d) - (.*)")
messages, current = [], None
with open("chat.txt", encoding="utf-8") as f:
    for line in f:
        m = start.match(line)
        if not m:
            if current:
                current["text"] += "\n" + line
            continue
        name, colon, text = m[2].partition(": ")
        current = None
        if colon:
            current = {"time": datetime.strptime(m[1], "%d.%m.%y, %H:%M"), "name": name, "text": text}
            messages.append(current)
people, days = {}, Counter()
for m in messages:
    p = people.setdefault(m["name"], {"messages": 0, "media": 0, "words": 0})
    p["messages"] += 1
    days[m["time"].date()] += 1
    if m["text"].strip() == "<Media omitted>":
        p["media"] += 1
    else:
        p["words"] += len(m["text"].split())
pause = max(int((b["time"] - a["time"]).total_seconds() // 60) for a, b in zip(messages, messages[1:]))
with open("stats.json", "w", encoding="utf-8") as f:
    json.dump({"people": people, "busiest_day": str(days.most_common(1)[0][0]), "longest_pause": pause}, f, indent=2)
