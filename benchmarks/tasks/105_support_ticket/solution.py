import requests

ticket = {"title": "Printer is jammed", "priority": "high", "tags": ["hardware", "office"]}
r = requests.post("{BASE_URL}/api/tickets", json=ticket, timeout=10)
r.raise_for_status()
print(r.json()["id"])
