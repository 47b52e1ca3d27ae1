import secrets
import string

letters = string.ascii_letters + string.digits
found = set()
while len(found) < 50:
    p = "".join(secrets.choice(letters) for _ in range(8))
    if any(c.isupper() for c in p) and any(c.islower() for c in p) and any(c.isdigit() for c in p):
        found.add(p)
with open("passwords.txt", "w") as f:
    f.write("\n".join(found) + "\n")
