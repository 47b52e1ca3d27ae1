import csv
import re

entry = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (\w+) (\w+): (.*)")
warnings, errors = 0, []
with open("app.log") as f:
    for line in f:
        m = entry.match(line)
        if not m:
            continue
        time, level, module, message = m.groups()
        if level == "WARNING":
            warnings += 1
        elif "ERROR" in line:
            errors.append([time, module, message])
with open("errors.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["time", "module", "message"])
    out.writerows(errors)
print(warnings)
