import csv

WINS = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8)]


def result(g):
    for a, b, c in WINS:
        if g[a] != "." and g[a] == g[b] == g[c]:
            return g[a]
    return "open" if "." in g else "draw"


with open("games.txt") as f:
    rows = [(g, result(g)) for g in f.read().split()]
with open("results.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["game", "result"])
    out.writerows(rows)
print(sum(r == "X" for _, r in rows))
