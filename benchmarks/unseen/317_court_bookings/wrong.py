import csv


def minutes(t):
    h, m = t.split(":")
    return int(h) * 60 + int(m)


def clock(m):
    return f"{m // 60:02d}:{m % 60:02d}"


with open("bookings.csv", newline="", encoding="utf-8") as f:
    rows = sorted(csv.DictReader(f), key=lambda r: r["asked"])
accepted, refused = {}, []
for r in rows:
    if r["action"] == "cancel":
        accepted.pop(r["id"], None)
        continue
    a, b = minutes(r["from"]), minutes(r["to"])
    same_day = [x for x in accepted.values() if x["day"] == r["day"]]
    if b <= a:
        reason = "times"
    elif a < 8 * 60 or b > 22 * 60:
        reason = "closed"
    elif any(x["court"] == r["court"] and a <= x["b"] and x["a"] <= b for x in same_day):
        reason = "taken"
    elif sum(x["name"] == r["name"] for x in same_day) >= 2:
        reason = "limit"
    else:
        accepted[r["id"]] = {**r, "a": a, "b": b}
        continue
    refused.append([r["id"], reason])
with open("plan.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["day", "court", "from", "to", "name"])
    for x in sorted(accepted.values(), key=lambda x: (x["day"], x["court"], x["a"])):
        out.writerow([x["day"], x["court"], clock(x["a"]), clock(x["b"]), x["name"]])
with open("refused.csv", "w", newline="", encoding="utf-8") as f:
    out = csv.writer(f)
    out.writerow(["id", "reason"])
    out.writerows(refused)
hours = {}
for x in accepted.values():
    hours[x["court"]] = hours.get(x["court"], 0) + x["b"] - x["a"]
print(max(hours, key=hours.get))
