import random
import string

random.seed(1)
with open("passwords.txt", "w") as f:
    for _ in range(50):
        f.write("".join(random.choices(string.ascii_letters + string.digits, k=8)) + "\n")
