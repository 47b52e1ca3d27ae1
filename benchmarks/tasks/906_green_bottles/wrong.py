for i in range(10, 0, -1):
    print(f"{i} green bottles hanging on the wall")
