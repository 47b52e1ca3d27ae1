def darts_score(throws):
    total = 0
    for throw in throws:
        t = throw.upper()
        if t == "B":
            total += 25
        elif t == "BB":
            total += 50
        elif t == "-":
            total += 0
        elif t[0] == "D":
            total += 2 * int(t[1:])
        elif t[0] == "T":
            total += 3 * int(t[1:])
        else:
            total += int(t)
    return total
