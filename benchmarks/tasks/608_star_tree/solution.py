rows = 9
for i in range(rows):
    print(" " * (rows - 1 - i) + "*" * (2 * i + 1))
for _ in range(2):
    print(" " * (rows - 1) + "|")
