import configparser

config = configparser.ConfigParser(interpolation=None)
config.read("settings.ini", encoding="utf-8")
config["day"]["brightness"] = "85"
config.remove_option("night", "moon")
config["feeding"] = {"time": "18:30", "portions": "2"}
with open("settings_new.ini", "w", encoding="utf-8") as f:
    config.write(f)
