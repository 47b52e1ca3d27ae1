import csv

PAIRS = {")": "(", "]": "[", "}": "{"}


def wrong_at(line):
    """The position of the first fault, or None."""
    stack = []
    for i, c in enumerate(line, 1):
        if c in "([{":
            stack.append((c, i))
        elif c in PAIRS:
            if not stack or stack[-1][0] != PAIRS[c]:
                return i
            stack.pop()
    return stack[-1][1] if stack else None


with open("lines.txt", encoding="utf-8") as f, open("brackets.csv", "w", newline="") as g:
    out = csv.writer(g)
    out.writerow(["line", "result", "position"])
    for n, line in enumerate(f, 1):
        at = wrong_at(line)
        out.writerow([n, "ok", ""] if at is None else [n, "wrong", at])
