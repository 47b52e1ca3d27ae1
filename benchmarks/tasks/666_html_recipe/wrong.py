import json
import re
from bs4 import BeautifulSoup

with open("recipe.html", encoding="utf-8") as f:
    soup = BeautifulSoup(f, "html.parser")


def clean(tag):
    return " ".join(tag.get_text().split())


recipe = {
    "title": clean(soup.find("h1")),
    "servings": int(re.search(r"\d+", soup.find(class_="servings").get_text())[0]),
    "ingredients": [clean(li) for li in soup.find("ul", class_="ingredients").find_all("li")],
    "steps": [clean(li) for li in soup.find("ol", class_="steps").find_all("li")],
}
with open("recipe.json", "w", encoding="utf-8") as f:
    json.dump(recipe, f, indent=2)
