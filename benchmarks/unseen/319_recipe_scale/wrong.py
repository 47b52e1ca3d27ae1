import re
from fractions import Fraction

NUMBER = r"(?:\d+ \d+/\d+|\d+/\d+|\d+)"
START = re.compile(rf"({NUMBER})(?:-(\d+))?(?= )")


def scaled(text):
    value = sum(Fraction(part) for part in text.split()) * Fraction(6, 4)
    whole, rest = divmod(value, 1)
    return " ".join(str(x) for x in (whole, rest) if x)


def change(line):
    m = START.match(line)
    if not m:
        return line
    return "-".join(scaled(x) for x in m.groups() if x) + line[m.end():]


inside, out = False, []
with open("recipe.txt", encoding="utf-8") as f:
    for line in f:
        if line.strip() == "Method:":
            inside = False
        if inside:
            line = change(line)
        elif line.strip() == "Serves 4":
            line = "Serves 6\n"
        if line.strip() == "Ingredients:":
            inside = True
        out.append(line)
with open("recipe6.txt", "w", encoding="utf-8") as f:
    f.writelines(out)
