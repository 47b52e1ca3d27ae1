import random

with open("children.txt") as f:
    children = [line.strip() for line in f if line.strip()]
random.shuffle(children)
for i in range(3):
    print(f"Team {i + 1}: {', '.join(children[4 * i:4 * i + 4])}")
