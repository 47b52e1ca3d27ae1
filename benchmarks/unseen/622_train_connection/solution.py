import csv
import heapq


def minutes(text):
    h, m = text.split(":")
    return int(h) * 60 + int(m)


with open("trains.tsv", newline="", encoding="utf-8") as f:
    rows = list(csv.DictReader(f, delimiter="\t"))
# a state is the row just ridden: the same row always arrives at the same time
heap = [(minutes(r["arrives"]), i, [i]) for i, r in enumerate(rows) if r["from"] == "Ashford" and minutes(r["departs"]) >= 8 * 60]
heapq.heapify(heap)
seen = set()
while heap:
    time, i, path = heapq.heappop(heap)
    if i in seen:
        continue
    seen.add(i)
    if rows[i]["to"] == "Quill":
        for k in path:
            r = rows[k]
            print(r["train"], r["from"], r["departs"], "-", r["to"], r["arrives"])
        print("Arrival:", rows[i]["arrives"])
        break
    for k, r in enumerate(rows):
        wait = 0 if r["train"] == rows[i]["train"] else 6
        if k not in seen and r["from"] == rows[i]["to"] and minutes(r["departs"]) >= time + wait:
            heapq.heappush(heap, (minutes(r["arrives"]), k, path + [k]))
