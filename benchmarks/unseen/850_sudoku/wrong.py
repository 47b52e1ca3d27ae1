def options(g, r, c):
    used = set(g[r]) | {g[i][c] for i in range(9)}
    used |= {g[i][j] for i in range(r // 3 * 3, r // 3 * 3 + 3) for j in range(c // 3 * 3, c // 3 * 3 + 3)}
    return [d for d in "123456789" if d not in used]


def solve(g):
    empty = [(len(options(g, r, c)), r, c) for r in range(9) for c in range(9) if g[r][c] == "."]
    if not empty:
        return True
    _, r, c = min(empty)
    for d in options(g, r, c):
        g[r][c] = d
        return solve(g)


with open("sudoku.txt") as f:
    blocks = f.read().strip().split("\n\n")
grids = []
for block in blocks:
    g = [list(line) for line in block.split("\n")]
    solve(g)
    grids.append("\n".join("".join(row) for row in g))
with open("solved.txt", "w") as f:
    f.write("\n\n".join(grids) + "\n")
print(sum(int(g.replace(".", "0")[:3]) for g in grids))
