import csv
from pathlib import Path
from jinja2 import Environment, FileSystemLoader

template = Environment(loader=FileSystemLoader(".")).get_template("reminder.txt.j2")
Path("mails").mkdir(exist_ok=True)
with open("loans.csv", newline="") as f:
    for row in csv.DictReader(f):
        days = int(row["days"])
        if days >= 0:
            mail = template.render(name=row["name"], tool=row["tool"], days=days)
            Path("mails", row["id"] + ".txt").write_text(mail)
