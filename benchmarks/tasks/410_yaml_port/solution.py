import yaml

with open("settings.yaml") as f:
    settings = yaml.safe_load(f)
settings["server"]["port"] = 9000
with open("settings_new.yaml", "w") as f:
    yaml.safe_dump(settings, f, sort_keys=False)
