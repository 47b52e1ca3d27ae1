import configparser

config = configparser.ConfigParser(interpolation=None)
config.read("settings.ini")
config["server"]["port"] = "9090"
config["app"]["debug"] = "no"
with open("settings_new.ini", "w") as f:
    config.write(f)
