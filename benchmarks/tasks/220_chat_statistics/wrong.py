import json
import re
from collections import Counter
from datetime import datetime

start = re.compile(r"(\d\d\.\d\d\.\d\d, \d\d:\d\d) - ([^:]+): (.*)")
people, days, times = {}, Counter(), []
with open("chat.txt", encoding="utf-8") as f:
    for line in f:
        m = start.match(line)
        if not m:
            continue
        time = datetime.strptime(m[1], "%d.%m.%y, %H:%M")
        p = people.setdefault(m[2], {"messages": 0, "media": 0, "words": 0})
        p["messages"] += 1
        days[time.date()] += 1
        times.append(time)
        if m[3].strip() == "<Media omitted>":
            p["media"] += 1
        else:
            p["words"] += len(m[3].split())
pause = max(int((b - a).total_seconds() // 60) for a, b in zip(times, times[1:]))
with open("stats.json", "w", encoding="utf-8") as f:
    json.dump({"people": people, "busiest_day": str(days.most_common(1)[0][0]), "longest_pause": pause}, f, indent=2)
