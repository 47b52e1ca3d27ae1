from tabulate import tabulate

rows = [[n, n ** 2, n ** 3] for n in range(1, 12)]
print(tabulate(rows, headers=["number", "square", "cube"]))
