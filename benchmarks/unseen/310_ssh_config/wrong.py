import configparser

ini = configparser.ConfigParser(interpolation=None)
ini.read("servers.ini", encoding="utf-8")
with open("ssh_config", "w") as f:
    for name in ini.sections():
        s = ini[name]
        if not s["enabled"]:
            continue
        f.write(f"Host {name}\n    HostName {s['host']}\n    Port {s['port']}\n    User {s['user']}\n")
        if "key" in s:
            f.write(f"    IdentityFile {s['key']}\n")
        f.write("\n")
