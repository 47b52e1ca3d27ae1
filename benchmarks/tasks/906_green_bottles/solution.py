for i in range(10, 0, -1):
    word = "bottle" if i == 1 else "bottles"
    print(f"{i} green {word} hanging on the wall")
