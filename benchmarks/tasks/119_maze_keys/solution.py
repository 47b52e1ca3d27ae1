from collections import deque

with open("maze.txt") as f:
    maze = [line.strip() for line in f if line.strip()]
for y, row in enumerate(maze):
    if "S" in row:
        start = (y, row.index("S"), frozenset())
seen, queue = {start: ""}, deque([start])
while queue:
    state = queue.popleft()
    y, x, keys = state
    if maze[y][x] == "E":
        break
    for letter, dy, dx in (("U", -1, 0), ("D", 1, 0), ("L", 0, -1), ("R", 0, 1)):
        v, h = y + dy, x + dx
        if not (0 <= v < len(maze) and 0 <= h < len(maze[v])):
            continue
        c = maze[v][h]
        if c == "#" or (c.isupper() and c not in "SE" and c.lower() not in keys):
            continue
        new = (v, h, keys | {c} if c.islower() else keys)
        if new not in seen:
            seen[new] = seen[state] + letter
            queue.append(new)
moves = seen[state]
with open("moves.txt", "w") as f:
    f.write(moves + "\n")
print(len(moves))
