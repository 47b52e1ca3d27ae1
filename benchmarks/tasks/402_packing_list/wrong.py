things = ["Swimsuit", "Beach towel", "Sunscreen", "Sunglasses", "Sun hat"]
with open("packing_list.txt", "w") as f:
    for i in range(10):
        f.write(f"{i + 1}. {things[i % 5]}\n")
