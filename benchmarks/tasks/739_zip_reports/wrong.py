import csv
import io
import zipfile

rows = []
with zipfile.ZipFile("reports.zip") as z:
    for name in z.namelist():
        if name.endswith(".csv"):
            for r in csv.DictReader(io.StringIO(z.read(name).decode("utf-8"))):
                rows.append([name.split("/")[-1], r["date"], r["product"], int(r["units"])])
rows.sort(key=lambda r: (r[1], r[2]))
with open("all.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["file", "date", "product", "units"])
    out.writerows(rows)
print(sum(r[3] for r in rows))
