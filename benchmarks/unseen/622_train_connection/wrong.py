import csv
import heapq


def minutes(text):
    h, m = text.split(":")
    return int(h) * 60 + int(m)


with open("trains.tsv", newline="", encoding="utf-8") as f:
    rows = list(csv.DictReader(f, delimiter="\t"))
heap = [(8 * 60 - 6, 0, "Ashford", [])]
seen, n = set(), 0
while heap:
    time, _, town, path = heapq.heappop(heap)
    if town in seen:
        continue
    seen.add(town)
    if town == "Quill":
        for r in path:
            print(r["train"], r["from"], r["departs"], "-", r["to"], r["arrives"])
        print("Arrival:", path[-1]["arrives"])
        break
    for r in rows:
        same = bool(path) and path[-1]["train"] == r["train"]
        if r["from"] == town and minutes(r["departs"]) >= time + (0 if same else 6):
            n += 1
            heapq.heappush(heap, (minutes(r["arrives"]), n, r["to"], path + [r]))
