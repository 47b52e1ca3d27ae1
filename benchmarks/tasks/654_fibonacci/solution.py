a, b = 0, 1
with open("fibonacci.txt", "w") as f:
    for _ in range(25):
        f.write(f"{a}\n")
        a, b = b, a + b
