import csv
from collections import Counter

NAMES = ["high card", "pair", "two pair", "three of a kind", "straight", "flush", "full house", "four of a kind", "straight flush"]


def value(cards):
    ranks = sorted(("23456789TJQKA".index(c[0]) + 2 for c in cards), reverse=True)
    groups = sorted(Counter(ranks).items(), key=lambda g: (g[1], g[0]), reverse=True)
    shape = [n for _, n in groups]
    order = [r for r, _ in groups]
    flush = len({c[1] for c in cards}) == 1
    straight = len(order) == 5 and ranks[0] - ranks[4] == 4
    if ranks == [14, 5, 4, 3, 2]:
        straight, order = True, [5, 4, 3, 2, 1]
    if straight and flush:
        kind = 8
    elif shape == [4, 1]:
        kind = 7
    elif shape == [3, 2]:
        kind = 6
    elif flush:
        kind = 5
    elif straight:
        kind = 4
    elif shape == [3, 1, 1]:
        kind = 3
    elif shape == [2, 2, 1]:
        kind = 2
    elif shape == [2, 1, 1, 1]:
        kind = 1
    else:
        kind = 0
    return kind, order


wins = Counter()
with open("hands.txt") as f, open("results.csv", "w", newline="") as g:
    out = csv.writer(g)
    out.writerow(["game", "anna", "ben", "winner"])
    for game, line in enumerate(f, 1):
        cards = line.split()
        anna, ben = value(cards[:5]), value(cards[5:])
        winner = "Anna" if anna > ben else "Ben" if ben > anna else "tie"
        wins[winner] += 1
        out.writerow([game, NAMES[anna[0]], NAMES[ben[0]], winner])
print(f"Anna: {wins['Anna']}")
print(f"Ben: {wins['Ben']}")
