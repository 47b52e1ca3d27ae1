import math
import xml.etree.ElementTree as ET
from datetime import datetime

points = []
for tag in ET.parse("ride.gpx").getroot().iter():
    if tag.tag.split("}")[-1] == "trkpt":
        kids = {k.tag.split("}")[-1]: k.text for k in tag}
        points.append((math.radians(float(tag.get("lat"))), math.radians(float(tag.get("lon"))), float(kids["ele"]),
                       datetime.fromisoformat(kids["time"].replace("Z", "+00:00"))))
km = climb = 0.0
for a, b in zip(points, points[1:]):
    h = math.sin((b[0] - a[0]) / 2) ** 2 + math.cos(a[0]) * math.cos(b[0]) * math.sin((b[1] - a[1]) / 2) ** 2
    km += 2 * 6371 * math.asin(math.sqrt(h))
    climb += max(0.0, b[2] - a[2])
s = int((points[-1][3] - points[0][3]).total_seconds())
print(f"Distance: {km:.2f} km")
print(f"Climb: {round(climb)} m")
print(f"Time: {s // 3600}:{s % 3600 // 60:02}:{s % 60:02}")
