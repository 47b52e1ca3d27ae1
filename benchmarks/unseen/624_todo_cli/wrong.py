import sys

FILE = "todo.md"


def main():
    with open(FILE, encoding="utf-8") as f:
        lines = f.read().splitlines()
    is_open = [i for i, line in enumerate(lines) if line.startswith("- [ ] ")]
    args = sys.argv[1:]
    if not args:
        for n, i in enumerate(is_open, 1):
            print(f"{n}. {lines[i][6:]}")
        return 0
    if args[0] == "add":
        lines.append("- [ ] " + " ".join(args[1:]))
    elif args[0] == "done":
        try:
            i = is_open[int(args[1]) - 1]
        except (ValueError, IndexError):
            print("There is no open task with the number", args[1])
            return 1
        lines[i] = "- [x] " + lines[i][6:]
    with open(FILE, "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
