import math
import xml.etree.ElementTree as ET
from datetime import datetime

ns = {"g": "http://www.topografix.com/GPX/1/1"}
points = []
for p in ET.parse("ride.gpx").getroot().findall(".//g:trkpt", ns):
    points.append((math.radians(float(p.get("lat"))), math.radians(float(p.get("lon"))), float(p.find("g:ele", ns).text),
                   datetime.strptime(p.find("g:time", ns).text, "%Y-%m-%dT%H:%M:%SZ")))
km = 0.0
for a, b in zip(points, points[1:]):
    h = math.sin((b[0] - a[0]) / 2) ** 2 + math.cos(a[0]) * math.cos(b[0]) * math.sin((b[1] - a[1]) / 2) ** 2
    km += 2 * 6371 * math.asin(math.sqrt(h))
heights = [p[2] for p in points]
print(f"Distance: {km:.2f} km")
print(f"Climb: {round(max(heights) - min(heights))} m")
print(f"Time: {points[-1][3] - points[0][3]}")
