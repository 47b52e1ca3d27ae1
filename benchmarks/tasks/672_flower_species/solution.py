import csv
from collections import Counter
from sklearn.neighbors import KNeighborsClassifier

with open("flowers.csv", newline="") as f:
    known = list(csv.DictReader(f))
with open("unknown.csv", newline="") as f:
    unknown = list(csv.DictReader(f))
names = ["petal_length", "petal_width"]
model = KNeighborsClassifier(n_neighbors=3)
model.fit([[float(r[n]) for n in names] for r in known], [r["species"] for r in known])
found = [str(s) for s in model.predict([[float(r[n]) for n in names] for r in unknown])]
with open("predictions.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(names + ["species"])
    for r, s in zip(unknown, found):
        out.writerow([r[n] for n in names] + [s])
for species, count in Counter(found).items():
    print(species, count)
