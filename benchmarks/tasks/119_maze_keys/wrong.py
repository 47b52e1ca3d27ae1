from collections import deque

with open("maze.txt") as f:
    maze = [line.strip() for line in f if line.strip()]
for y, row in enumerate(maze):
    if "S" in row:
        start = (y, row.index("S"))
seen, queue = {start: ""}, deque([start])
while queue:
    state = queue.popleft()
    y, x = state
    if maze[y][x] == "E":
        break
    for letter, dy, dx in (("U", -1, 0), ("D", 1, 0), ("L", 0, -1), ("R", 0, 1)):
        new = (y + dy, x + dx)
        if maze[new[0]][new[1]] != "#" and new not in seen:
            seen[new] = seen[state] + letter
            queue.append(new)
moves = seen[state]
with open("moves.txt", "w") as f:
    f.write(moves + "\n")
print(len(moves))
