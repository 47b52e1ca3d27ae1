import csv
from datetime import datetime


def clean_date(s):
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y"):
        try:
            return datetime.strptime(s.strip(), form).strftime("%Y-%m-%d")
        except ValueError:
            pass
    raise ValueError(s)


rows = []
with open("payments.csv", newline="", encoding="utf-8") as f:
    for r in csv.DictReader(f):
        amount = float(r["amount"].replace("€", "").replace(",", ""))
        row = [clean_date(r["date"]), r["payer"].strip(), f"{amount:.2f}"]
        if row not in rows:
            rows.append(row)
rows.sort(key=lambda r: r[0])
with open("payments_clean.csv", "w", newline="", encoding="utf-8") as f:
    w = csv.writer(f)
    w.writerow(["date", "payer", "amount"])
    w.writerows(rows)
