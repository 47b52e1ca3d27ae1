things = ["Swimsuit", "Beach towel", "Sunscreen", "Sunglasses", "Sun hat", "Flip-flops", "Water bottle",
          "T-shirts", "Shorts", "Toothbrush", "Phone charger", "A good book"]
with open("packing_list.txt", "w") as f:
    f.write("\n".join(things) + "\n")
