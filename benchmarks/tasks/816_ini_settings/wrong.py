with open("settings.ini") as f:
    s = f.read()
s = s.replace("8080", "9090").replace("[app]\n", "[app]\ndebug = no\n")
with open("settings_new.ini", "w") as f:
    f.write(s)
