import csv
import networkx as nx

g = nx.Graph()
with open("friends.csv", newline="", encoding="utf-8") as f:
    for r in csv.DictReader(f):
        g.add_edge(r["a"], r["b"])
groups = list(nx.connected_components(g))
print(g.number_of_nodes())
print(len(groups))
print(", ".join(sorted(max(groups, key=len))))
best = max(g.nodes, key=g.degree)
print(best, g.degree(best))
