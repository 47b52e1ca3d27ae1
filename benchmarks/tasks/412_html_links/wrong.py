from bs4 import BeautifulSoup

with open("links.html") as f:
    soup = BeautifulSoup(f, "html.parser")
for a in soup.find_all("a"):
    print(a.get_text())
