import random

random.seed(4)
with open("children.txt") as f:
    children = [line.strip() for line in f if line.strip()]
for i in range(3):
    print(f"Team {i + 1}: {', '.join(random.sample(children, 4))}")
