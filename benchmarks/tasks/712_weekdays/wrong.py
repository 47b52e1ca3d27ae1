from datetime import datetime

names = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
with open("dates.txt") as f, open("weekdays.txt", "w") as out:
    for line in f:
        if line.strip():
            day = datetime.strptime(line.strip(), "%Y-%m-%d")
            out.write(f"{line.strip()} {names[day.weekday()]}\n")
