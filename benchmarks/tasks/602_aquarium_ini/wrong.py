lines = open("settings.ini").read().splitlines()
out = []
for line in lines:
    if line.startswith("brightness"):
        line = "brightness = 85"
    if not line.startswith("moon"):
        out.append(line)
out += ["", "[feeding]", "time = 18:30", "portions = 2"]
open("settings_new.ini", "w").write("\n".join(out) + "\n")
