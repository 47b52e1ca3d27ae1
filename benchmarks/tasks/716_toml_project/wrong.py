version, count = None, 0
with open("project.toml") as f:
    for line in f:
        if line.startswith("name"):
            print(line.split('"')[1])
        elif line.startswith("version"):
            print(line.split('"')[1])
        elif ">=" in line or "==" in line:
            count += 1
print(count)
