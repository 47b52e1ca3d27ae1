n = 19
while n != 1:
    print(n)
    n = n // 2 if n % 2 == 0 else 3 * n + 1
