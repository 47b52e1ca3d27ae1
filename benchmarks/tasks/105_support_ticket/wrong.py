import requests

ticket = {"title": "Printer is jammed", "priority": "high", "tags": ["hardware", "office"]}
r = requests.post("{BASE_URL}/api/tickets", data=ticket, timeout=10)
print(r.json().get("id"))
