import heapq
import json

with open("tasks.json") as f:
    needs = {task: set(before) for task, before in json.load(f).items()}
ready = sorted(task for task, before in needs.items() if not before)
while ready:
    task = heapq.heappop(ready)
    print(task)
    for other, before in needs.items():
        if task in before:
            before.remove(task)
            if not before:
                heapq.heappush(ready, other)
