from urllib.request import urlopen

with urlopen("{BASE_URL}/fortune", timeout=10) as reply:
    saying = reply.read()
with open("fortune.txt", "w") as f:
    f.write(str(saying))
