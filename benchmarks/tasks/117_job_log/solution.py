import csv
import json
import re
from collections import Counter
from datetime import datetime

PATTERN = re.compile(r'(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) \[([^\]]+)\] (START|DONE|FAIL) job=(\S+)(?: reason="(.*)")?$')
jobs, reasons, busy, started = {}, Counter(), Counter(), {}
with open("jobs.log", encoding="utf-8") as f:
    for line in f:
        m = PATTERN.match(line.strip())
        if not m:
            continue
        time, worker, event, name, reason = m.groups()
        time = datetime.strptime(time, "%Y-%m-%d %H:%M:%S")
        job = jobs.setdefault(name, {"attempts": 0, "status": "running", "seconds": 0})
        if event == "START":
            job["attempts"] += 1
            job["status"] = "running"
            started[name] = time, worker
        else:
            begin, who = started.pop(name)
            seconds = int((time - begin).total_seconds())
            job["seconds"] += seconds
            busy[who] += seconds
            job["status"] = "done" if event == "DONE" else "failed"
            if event == "FAIL":
                reasons[reason] += 1
with open("jobs.json", "w", encoding="utf-8") as f:
    json.dump(jobs, f, indent=2)
with open("failures.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["reason", "count"])
    out.writerows(sorted(reasons.items(), key=lambda r: (-r[1], r[0])))
print(max(busy, key=busy.get))
