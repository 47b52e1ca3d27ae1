import tomllib

with open("project.toml", "rb") as f:
    project = tomllib.load(f)["project"]
print(project["name"])
print(project["version"])
print(len(project["dependencies"]))
