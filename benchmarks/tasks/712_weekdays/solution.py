from datetime import datetime

with open("dates.txt") as f, open("weekdays.txt", "w") as out:
    for line in f:
        if line.strip():
            day = datetime.strptime(line.strip(), "%Y-%m-%d")
            out.write(f"{line.strip()} {day.strftime('%A')}\n")
