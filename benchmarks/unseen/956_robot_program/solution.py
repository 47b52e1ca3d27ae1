with open("room.txt") as f:
    grid = [list(line.strip()) for line in f if line.strip()]
with open("program.txt") as f:
    program = [line.split() for line in f if line.strip() and not line.strip().startswith(";")]


def parse(at):
    # the commands up to the END that closes this block, and the place after it
    block = []
    while at < len(program):
        word, args = program[at][0], program[at][1:]
        at += 1
        if word == "END":
            break
        if word == "REPEAT":
            inner, at = parse(at)
            block.append((word, int(args[0]), inner))
        else:
            block.append((word, int(args[0]) if args else 0, None))
    return block, at


MOVES = [(-1, 0), (0, 1), (1, 0), (0, -1)]
row, col = next((r, line.index("S")) for r, line in enumerate(grid) if "S" in line)
look, steps = 0, 0
grid[row][col] = "*"


def run(block):
    global row, col, look, steps
    for word, n, inner in block:
        if word == "LEFT":
            look = (look - 1) % 4
        elif word == "RIGHT":
            look = (look + 1) % 4
        elif word == "REPEAT":
            for _ in range(n):
                run(inner)
        else:
            for _ in range(n):
                y, x = row + MOVES[look][0], col + MOVES[look][1]
                if not (0 <= y < len(grid) and 0 <= x < len(grid[0])) or grid[y][x] == "#":
                    break
                row, col = y, x
                grid[row][col] = "*"
                steps += 1


run(parse(0)[0])
grid[row][col] = "^>v<"[look]
with open("track.txt", "w") as f:
    for line in grid:
        f.write("".join(line) + "\n")
print(steps)
