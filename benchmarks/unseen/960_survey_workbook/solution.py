import csv
from openpyxl import Workbook
from openpyxl.styles import Font

people = {}
with open("answers.csv", newline="", encoding="utf-8") as f:
    for row in csv.DictReader(f):
        people[row["email"].lower()] = row
votes, ages = {}, {}
for row in people.values():
    for topic in row["topics"].split(";"):
        topic = topic.strip()
        if topic:
            votes[topic] = votes.get(topic, 0) + 1
    group = ages.setdefault(row["age_group"], {"people": 0, "visits": []})
    group["people"] += 1
    if row["visits"]:
        group["visits"].append(int(row["visits"]))
topic_rows = [[t, n, round(100 * n / len(people), 1)] for t, n in sorted(votes.items(), key=lambda x: (-x[1], x[0]))]
age_rows = []
for name in sorted(ages):
    visits = ages[name]["visits"]
    age_rows.append([name, ages[name]["people"], round(sum(visits) / len(visits), 2)])

wb = Workbook()
wb.remove(wb.active)


def sheet(title, header, rows):
    ws = wb.create_sheet(title)
    ws.append(header)
    for cell in ws[1]:
        cell.font = Font(bold=True)
    for row in rows:
        ws.append(row)


sheet("Topics", ["topic", "votes", "percent"], topic_rows)
sheet("Ages", ["age_group", "people", "average_visits"], age_rows)
wb.save("survey.xlsx")
