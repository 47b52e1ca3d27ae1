import csv
import time
import requests


def valid(s):
    return len(s) == 13 and s.isdigit() and sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(s)) % 10 == 0


def ask(number):
    for _ in range(10):
        reply = requests.get("{BASE_URL}/books/" + number, timeout=10)
        if reply.status_code == 200:
            break
        return None
        time.sleep(1)
    return reply.json()


books, problems, seen = [], [], set()
with open("isbns.txt", encoding="utf-8") as f:
    for line in f:
        line = line.strip()
        number = line.replace("-", "").replace(" ", "")
        if not number or number in seen:
            continue
        seen.add(number)
        if not valid(number):
            problems.append([line, "invalid"])
            continue
        book = ask(number)
        if book is None:
            problems.append([line, "unknown"])
        else:
            year = book["year"]
            books.append([number, book["title"], "; ".join(book["authors"]), "" if year is None else year])
for name, head, rows in (("books.csv", ["isbn", "title", "authors", "year"], books), ("problems.csv", ["isbn", "problem"], problems)):
    with open(name, "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f)
        out.writerow(head)
        out.writerows(rows)
