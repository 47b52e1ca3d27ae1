for c in range(-10, 41, 5):
    print(c, c * 9 / 5 + 32)
