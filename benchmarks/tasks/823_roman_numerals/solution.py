PARTS = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
         (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]


def roman(n):
    out = ""
    for value, sign in PARTS:
        while n >= value:
            out += sign
            n -= value
    return out


with open("numbers.txt") as f, open("roman.txt", "w") as out:
    for line in f:
        if line.strip():
            out.write(f"{int(line)} {roman(int(line))}\n")
