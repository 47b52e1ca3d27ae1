import json
import re
from collections import Counter

users, addresses = Counter(), Counter()
with open("auth.log") as f:
    for line in f:
        m = re.search(r"Failed password for (\S+) .*?from (\S+)|Failed password for (\S+) from (\S+)", line)
        if m:
            users[m[1]] += 1
            addresses[m[2]] += 1
with open("failed.json", "w") as f:
    json.dump({"total": sum(users.values()), "by_address": addresses, "top_user": users.most_common(1)[0][0]}, f, indent=2)
