from urllib.request import urlopen

with urlopen("{BASE_URL}/fortune", timeout=10) as reply:
    saying = reply.read().decode("utf-8")
with open("fortune.txt", "w") as f:
    f.write(saying)
