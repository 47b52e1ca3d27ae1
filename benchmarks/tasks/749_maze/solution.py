from collections import deque

with open("maze.txt") as f:
    maze = [list(line.strip()) for line in f if line.strip()]
where = {ch: (r, c) for r, row in enumerate(maze) for c, ch in enumerate(row) if ch in "SE"}
before, todo = {where["S"]: None}, deque([where["S"]])
while todo:
    r, c = todo.popleft()
    for y, x in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)):
        if 0 <= y < len(maze) and 0 <= x < len(maze[y]) and (y, x) not in before and maze[y][x] != "#":
            before[y, x] = (r, c)
            todo.append((y, x))
steps, at = 1, before[where["E"]]
while at != where["S"]:
    maze[at[0]][at[1]] = "*"
    steps, at = steps + 1, before[at]
with open("solved.txt", "w") as f:
    f.write("\n".join("".join(row) for row in maze) + "\n")
print(steps)
