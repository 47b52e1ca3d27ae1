import re

FIXED = {"B": 25, "BB": 50, "-": 0}


def darts_score(throws):
    total = 0
    for throw in throws:
        t = throw.upper()
        if t in FIXED:
            total += FIXED[t]
            continue
        m = re.fullmatch(r"([DT]?)(\d{1,2})", t)
        if not m or not 1 <= int(m[2]) <= 20:
            raise ValueError(f"not a throw: {throw!r}")
        total += int(m[2]) * {"": 1, "D": 2, "T": 3}[m[1]]
    return total


if __name__ == "__main__":
    print(darts_score(["T20", "D5", "7"]))
