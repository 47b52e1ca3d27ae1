import json
from urllib.request import urlopen

with urlopen("{BASE_URL}/latest?base=EUR", timeout=10) as reply:
    rates = json.load(reply)["rates"]
for c in ("USD", "CHF", "JPY"):
    print(c, f"{250 * rates[c]:.2f}")
