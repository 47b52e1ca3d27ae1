import json
from graphlib import TopologicalSorter

with open("tasks.json") as f:
    needs = json.load(f)
for task in TopologicalSorter({t: sorted(needs[t]) for t in sorted(needs)}).static_order():
    print(task)
