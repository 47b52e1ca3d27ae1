import yaml

with open("menu.yaml", encoding="utf-8") as f:
    menu = yaml.safe_load(f)
for dishes in menu.values():
    for dish in dishes:
        if dish.get("vegetarian") and dish["price"] < 12:
            print(dish["name"])
